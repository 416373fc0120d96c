package io.jenkins.plugins.hypervnested.config;

import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.util.Iterator;

/** What the button "Test connection" does: asks the host what it is and shows it. Callers have checked the permission. */
final class ConnectionTest {

    private ConnectionTest() {}

    static FormValidation run(HypervHost host) {
        if (host.agentNames().isEmpty() && host.getLabel().isEmpty() && !host.isAllowBuiltIn()) {
            return FormValidation.error(Messages.HostNodes_None());
        }
        Iterator<HostProbe> probes = ExtensionList.lookup(HostProbe.class).iterator();
        if (!probes.hasNext()) {
            return FormValidation.error(Messages.ConnectionTest_NoProbe());
        }
        try {
            return shown(HostReport.of(probes.next().describe(host)));
        } catch (MachineException e) {
            return FormValidation.error(Messages.ConnectionTest_Failed(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ConnectionTest_Interrupted());
        }
    }

    private static FormValidation shown(HostReport report) {
        StringBuilder html = new StringBuilder(Util.escape(report.headline()));
        if (!report.problems().isEmpty()) {
            html.append("<ul>");
            report.problems()
                    .forEach(p -> html.append("<li>").append(Util.escape(p)).append("</li>"));
            html.append("</ul>");
        }
        return report.problems().isEmpty()
                ? FormValidation.okWithMarkup(html.toString())
                : FormValidation.warningWithMarkup(html.toString());
    }
}
