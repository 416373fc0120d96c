package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which names somebody may use: one rule a line. A rule is a whole name; a {@code *} in it stands for any characters, and
 * {@code \*} for itself. No rule allows nobody. Letters count as they are written.
 */
public record NameRules(List<String> rules) implements Serializable {

    public NameRules {
        rules = rules.stream().map(String::strip).filter(r -> !r.isEmpty()).toList();
    }

    /** Reads rules from lines of text; null is no rule. */
    public static NameRules parse(String lines) {
        return new NameRules(lines == null ? List.of() : lines.lines().toList());
    }

    public boolean allows(String name) {
        return rules.stream().anyMatch(rule -> pattern(rule).matcher(name).matches());
    }

    private static Pattern pattern(String rule) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < rule.length(); i++) {
            char c = rule.charAt(i);
            if (c == '\\' && i + 1 < rule.length() && (rule.charAt(i + 1) == '*' || rule.charAt(i + 1) == '\\')) {
                regex.append(Pattern.quote(String.valueOf(rule.charAt(++i))));
            } else if (c == '*') {
                regex.append(".*");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
