package io.jenkins.plugins.hypervnested.machine;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What a {@link SimulatedVm} consists of: its adapters, what a check sees of it, and the machine inside. */
abstract class SimulatedVmParts implements Serializable {

    private static final long serialVersionUID = 1;

    final String id;
    String name;
    /** Where it is. */
    SimulatedHost host;

    SimulatedHost inside;
    /** The only login that the guest takes; null when it takes any. */
    String login;

    boolean refusesLogins;
    boolean unreachable;
    transient List<Adapter> adapters = new ArrayList<>();
    transient VmDetails details =
            new VmDetails("", 0, false, List.of(), false, false, VmDetails.Replication.NONE, false, false, false);

    SimulatedVmParts(String id, String name) {
        this.id = id;
        this.name = name;
        adapter("Network Adapter");
    }

    abstract SimulatedVm self();

    /** The machine that the guest is. */
    public SimulatedVm inside(SimulatedHost machine) {
        inside = machine;
        machine.within = self();
        return self();
    }

    /** {@return the machine that the guest is} */
    public SimulatedHost inside() {
        return inside;
    }

    /** The guest takes that login and no other. */
    public SimulatedVm login(String theOnlyOne) {
        login = theOnlyOne;
        return self();
    }

    /** Whether the guest takes no login at all from now on, as after its password was changed. */
    public SimulatedVm refusesLogins(boolean refuses) {
        refusesLogins = refuses;
        return self();
    }

    /** From now on no session into the guest comes about, and those that are there break, though it runs and its heart beats. */
    public SimulatedVm unreachable() {
        unreachable = true;
        if (inside != null) {
            inside.allProcessesEnd();
        }
        return self();
    }

    public SimulatedVm reachable() {
        unreachable = false;
        return self();
    }

    /** Connects the adapter at that position to the only switch of that name, which is there already; an empty name disconnects it. */
    public SimulatedVm connected(int adapter, String switchName) {
        String switchId = switchName.isEmpty() ? "" : host.network().switchId(switchName);
        plug(adapter, switchId, switchName);
        return self();
    }

    void plug(int adapter, String switchId, String switchName) {
        Adapter plugged = adapters.get(adapter).withSwitch(switchId, switchName);
        adapters.set(adapter, plugged);
        if (inside != null) {
            inside.network().plugged(plugged);
        }
    }

    /** The switch of that id is gone. */
    void disconnected(String switchId) {
        for (int i = 0; i < adapters.size(); i++) {
            if (adapters.get(i).switchId().equals(switchId)) {
                plug(i, "", "");
            }
        }
    }

    public SimulatedVm details(VmDetails whatACheckSees) {
        details = whatACheckSees;
        return self();
    }

    public SimulatedVm noAdapters() {
        adapters.clear();
        return self();
    }

    public SimulatedVm adapter(String adapterName) {
        String adapterId = "Microsoft:" + id.toUpperCase(Locale.ROOT) + '\\'
                + UUID.nameUUIDFromBytes((id + adapters.size()).getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .toUpperCase(Locale.ROOT);
        String mac = String.format("00155D%06X", (id + adapters.size()).hashCode() & 0xffffff);
        adapters.add(new Adapter(adapterId, adapterName, false, "", "", false, mac));
        return self();
    }

    /** Sets spoofing of the adapter at that position. */
    public SimulatedVm spoofing(int adapter, boolean on) {
        Adapter a = adapters.get(adapter);
        adapters.set(adapter, a.withSpoofing(on));
        return self();
    }

    public SimulatedVm renameAdapter(int adapter, String newName) {
        Adapter a = adapters.get(adapter);
        adapters.set(adapter, a.withName(newName));
        return self();
    }

    public SimulatedVm removeAdapter(int adapter) {
        adapters.remove(adapter);
        return self();
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(adapters.size());
        for (Adapter a : adapters) {
            out.writeObject(new String[] {a.id(), a.name(), a.switchId(), a.switchName(), a.mac()});
            out.writeBoolean(a.spoofing());
            out.writeBoolean(a.legacy());
        }
        out.writeUTF(details.guestSystem());
        out.writeInt(details.guestBuild());
        out.writeObject(new ArrayList<>(details.checkpoints()));
        out.writeObject(details.replication());
        out.writeObject(new boolean[] {
            details.guestIsServer(),
            details.automaticCheckpoints(),
            details.clustered(),
            details.shielded(),
            details.migrationCompatibility(),
            details.migrating()
        });
    }

    @SuppressWarnings("unchecked")
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        adapters = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String[] texts = (String[]) in.readObject();
            boolean spoofing = in.readBoolean();
            adapters.add(new Adapter(texts[0], texts[1], spoofing, texts[2], texts[3], in.readBoolean(), texts[4]));
        }
        String system = in.readUTF();
        int build = in.readInt();
        List<String> checkpoints = (List<String>) in.readObject();
        VmDetails.Replication replication = (VmDetails.Replication) in.readObject();
        boolean[] is = (boolean[]) in.readObject();
        details = new VmDetails(system, build, is[0], checkpoints, is[1], is[2], replication, is[3], is[4], is[5]);
    }
}
