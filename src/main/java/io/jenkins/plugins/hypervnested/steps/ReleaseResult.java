package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.journal.Released;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code hypervNestedRelease} gives to the Pipeline: maps and lists of strings. */
final class ReleaseResult {

    private final Released end;

    ReleaseResult(Released end) {
        this.end = end;
    }

    Map<String, Object> asMap() {
        List<Object> stuck = new ArrayList<>();
        for (Released.Stuck each : end.stuck()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("vm", each.vm());
            map.put("error", each.error());
            stuck.add(map);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("released", new ArrayList<>(end.released()));
        map.put("passedOn", new ArrayList<>(end.passedOn()));
        map.put("stuck", stuck);
        return map;
    }

    /** {@return what could not be given back, a line for each; null when everything was} */
    String failure() {
        return end.stuck().isEmpty()
                ? null
                : end.stuck().stream()
                        .map(stuck -> Messages.Release_stuck(BuildLog.oneLine(stuck.vm()), stuck.error()))
                        .collect(Collectors.joining("\n"));
    }
}
