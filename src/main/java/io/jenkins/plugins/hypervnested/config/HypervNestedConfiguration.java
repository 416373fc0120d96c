package io.jenkins.plugins.hypervnested.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PersistentDescriptor;
import hudson.security.Permission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The hosts that administrators have registered. */
@Extension
@Symbol("hypervNested")
public final class HypervNestedConfiguration extends GlobalConfiguration implements PersistentDescriptor {

    /** Touched so that the permissions are known before anybody is asked for one. */
    static final Set<Permission> PERMISSIONS =
            Set.of(HypervPermissions.VIEW, HypervPermissions.RETRY, HypervPermissions.FORGET);

    private volatile List<HypervHost> hosts = new ArrayList<>();

    public static HypervNestedConfiguration get() {
        return ExtensionList.lookupSingleton(HypervNestedConfiguration.class);
    }

    /** {@return the hosts, a copy} */
    public List<HypervHost> getHosts() {
        List<HypervHost> now = hosts;
        return now == null ? List.of() : List.copyOf(now);
    }

    /**
     * Replaces the hosts and saves. A host that was given without an id keeps the one that a host of its name had.
     *
     * @throws IllegalArgumentException when a name or an id is missing, of the wrong form, or used twice
     */
    @DataBoundSetter
    public synchronized void setHosts(List<HypervHost> hosts) {
        List<HypervHost> given = hosts == null ? List.of() : hosts;
        keepIds(given);
        given.forEach(HypervNestedConfiguration::validate);
        refuseTwice(given, HypervHost::getName);
        refuseTwice(given, HypervHost::getId);
        this.hosts = new ArrayList<>(given);
        save();
    }

    private void keepIds(List<HypervHost> given) {
        Set<String> taken = new HashSet<>();
        given.stream().filter(HypervHost::isIdGiven).map(HypervHost::getId).forEach(taken::add);
        for (HypervHost host : given) {
            if (!host.isIdGiven()) {
                getHosts().stream()
                        .filter(old -> old.getName().equals(host.getName()) && !taken.contains(old.getId()))
                        .findFirst()
                        .ifPresent(old -> host.setId(old.getId()));
            }
        }
    }

    private static void validate(HypervHost host) {
        String problem = HostFields.problemOfName(host.getName());
        if (problem == null) {
            problem = HostFields.problemOfId(host.getId());
        }
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static void refuseTwice(List<HypervHost> given, Function<HypervHost, String> key) {
        Set<String> seen = new HashSet<>();
        for (HypervHost host : given) {
            if (!seen.add(key.apply(host))) {
                throw new IllegalArgumentException(Messages.HypervNestedConfiguration_Twice(key.apply(host)));
            }
        }
    }

    /** {@return the host of exactly that name, else of that id} */
    public Optional<HypervHost> findHost(String nameOrId) {
        Optional<HypervHost> named =
                getHosts().stream().filter(h -> h.getName().equals(nameOrId)).findFirst();
        return named.isPresent() ? named : hostById(nameOrId);
    }

    /** {@return the host of that id, whatever it is called now} */
    public Optional<HypervHost> hostById(String id) {
        return getHosts().stream().filter(h -> h.getId().equals(id)).findFirst();
    }

    @Override
    public String getDisplayName() {
        return Messages.HypervNestedConfiguration_DisplayName();
    }

    /** The form leaves the list out when its last row was deleted, so the setter alone would keep that row. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return true;
        }
        List<HypervHost> given =
                form.has("hosts") ? request.bindJSONToList(HypervHost.class, form.get("hosts")) : List.of();
        for (HypervHost host : given) {
            List<String> wrong = HostNodes.withoutWindows(host);
            if (!wrong.isEmpty()) {
                throw new FormException(
                        Messages.HostNodes_NotWindows(host.getName(), String.join(", ", wrong)), "hosts");
            }
        }
        try {
            setHosts(given);
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "hosts");
        }
        return true;
    }
}
