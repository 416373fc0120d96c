package io.jenkins.plugins.hypervnested.operation;

import java.util.List;

/** The search, shorter: until something is found, or enough was played. Found by its name in classes that have a mistake. */
final class SeededHunt {

    private SeededHunt() {}

    /**
     * {@return what went wrong first, and after how many schedules; empty when nothing did}
     *
     * @param seeds how many at random
     * @param every of all cases every so many
     */
    static List<String> hunt(int seeds, int every) {
        Search search = new Search().stoppingAtTheFirst().seeds(1, seeds);
        if (search.wrong().isEmpty()) {
            search.cases(every);
        }
        return search.wrong().stream()
                .map(wrong -> "caught after " + search.schedules() + " schedules: " + wrong)
                .toList();
    }
}
