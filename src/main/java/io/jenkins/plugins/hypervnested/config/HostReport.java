package io.jenkins.plugins.hypervnested.config;

import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * What a host said of itself, in the reader's language.
 *
 * @param headline what it is
 * @param problems what keeps it from being used to the full
 */
record HostReport(String headline, List<String> problems) {

    /** What a machine says is not trusted, its length neither. */
    private static final int LONGEST = 200;

    static HostReport of(HostProbe.Answer answer) {
        MachineFacts facts = answer.facts();
        String headline = Messages.HostReport_Headline(
                bounded(facts.name()),
                bounded(facts.caption()),
                Integer.toString(facts.build()),
                bounded(facts.processor()),
                bounded(facts.powerShell()),
                bounded(facts.account()),
                answer.agent().isEmpty() ? Messages.HostNodes_BuiltInName() : bounded(answer.agent()));
        return new HostReport(headline, problems(facts));
    }

    private static List<String> problems(MachineFacts facts) {
        List<String> problems = new ArrayList<>();
        if (facts.azure() && !facts.hyperV()) {
            problems.add(Messages.HostReport_Azure());
        } else if (!facts.hyperVModule()) {
            problems.add(Messages.HostReport_NoModule());
        } else if (!facts.hyperV()) {
            problems.add(Messages.HostReport_NoService());
        } else if (!facts.exposes()) {
            problems.add(Messages.HostReport_CannotExpose());
        }
        if (!facts.administrator()) {
            problems.add(Messages.HostReport_NotAdministrator(bounded(facts.account())));
        }
        if (!facts.process64()) {
            problems.add(Messages.HostReport_Process32());
        }
        if (!facts.leaseFolderProblem().isEmpty()) {
            problems.add(Messages.HostReport_LeaseFolder(bounded(facts.leaseFolderProblem())));
        }
        return problems;
    }

    private static String bounded(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
