package io.jenkins.plugins.hypervnested.operation;

import java.util.ArrayList;
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
        List<SearchedCases.Case> some = new ArrayList<>();
        List<SearchedCases.Case> all = SearchedCases.all();
        for (int i = 0; i < all.size(); i += every) {
            some.add(all.get(i));
        }
        Search search = new Search().stoppingAtTheFirst().seeds(1, seeds);
        if (search.wrong().isEmpty()) {
            search.cases(some);
        }
        return search.wrong().stream()
                .map(wrong -> "caught after " + search.schedules() + " schedules: " + wrong)
                .toList();
    }
}
