package io.jenkins.plugins.hypervnested.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a task told its machine, and how often: nothing is told again and again. */
final class Tellings {

    private static final int OFTEN_ENOUGH = 3;

    private final List<String> told = new ArrayList<>();
    private final Map<String, Integer> accepted = new HashMap<>();
    private final Map<String, Integer> refused = new HashMap<>();

    /** {@return whether it was accepted more often than makes sense} */
    boolean accepted(String sentence) {
        told.add(sentence);
        return accepted.merge(sentence, 1, Integer::sum) > OFTEN_ENOUGH;
    }

    /** {@return whether what was refused may be tried again: twice} */
    boolean mayTryAgain(String sentence) {
        return refused.merge(sentence, 1, Integer::sum) < OFTEN_ENOUGH;
    }

    /** What comes from now on is another matter. */
    void startAnew() {
        accepted.clear();
        refused.clear();
    }

    /** {@return what was accepted, in order} */
    List<String> all() {
        return told;
    }
}
