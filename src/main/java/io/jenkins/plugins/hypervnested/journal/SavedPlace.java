package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.Place;
import java.util.ArrayList;
import java.util.List;

/** {@link Place} in a form that XStream can read back. */
final class SavedPlace {

    private final List<Hop> hops = new ArrayList<>();
    private final String subject;

    SavedPlace(Place of) {
        of.hops().stream().map(Hop::new).forEach(hops::add);
        this.subject = of.subject();
    }

    Place asPlace() {
        return new Place(hops.stream().map(Hop::asHop).toList(), subject);
    }

    /** {@link Place.Hop}. */
    static final class Hop {
        private final String vmId;
        private final String vmName;
        private final String login;

        Hop(Place.Hop of) {
            this.vmId = of.vmId();
            this.vmName = of.vmName();
            this.login = of.login();
        }

        Place.Hop asHop() {
            return new Place.Hop(vmId, vmName, login);
        }
    }
}
