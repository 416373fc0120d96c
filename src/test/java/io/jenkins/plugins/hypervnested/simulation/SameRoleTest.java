package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedRole;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role goes the same way on the simulation and on the shipped module over the fakes, through both of its restarts. */
class SameRoleTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";
    private static final int MOST_SLICES = 200;

    @BeforeAll
    static void needsPowerShell() {
        assumeTrue(FakeHost.pwsh().isPresent(), "there is no PowerShell here");
    }

    private static SimulatedHost scene(boolean nesting, Consumer<SimulatedRole> role) {
        SimulatedHost guest = SimulatedHost.intel2022("NODE-1")
                .role(r -> role.accept(r.absent().installMillis(300).configureMillis(1_500)));
        return SimulatedHost.intel2022("LAB-HOST")
                .vm(
                        "node-1",
                        vm -> vm.nesting(nesting)
                                .bootMillis(100)
                                .heartbeatMillis(100)
                                .inside(guest)
                                .login("node-admin")
                                .running());
    }

    /** One that goes into the guest, and in again whenever the guest was lost. */
    private static final class Visitor {
        private final Machine host;
        private final String vm;
        private Machine guest;

        Visitor(Machine host, String vm) throws Exception {
            this.host = host;
            this.vm = vm;
            take(host, vm);
            take(guest(), Subject.ROLE);
        }

        private static void take(Machine machine, String subject) throws Exception {
            String stamp = observe(machine, subject).lease().stamp();
            var write = new LeaseWrite(subject, stamp, EPOCH, "{}", LeaseWrite.Floor.TAKE);
            assertEquals(
                    LeaseWrite.Outcome.WRITTEN,
                    machine.writeLeases(List.of(write)).get(subject).value());
        }

        private static Observation observe(Machine machine, String subject) throws Exception {
            return machine.observe(List.of(subject)).get(subject).value();
        }

        private Machine guest() throws Exception {
            MachineException last = null;
            for (int slice = 0; guest == null && slice < MOST_SLICES; slice++) {
                try {
                    guest = host.inside(vm, "node-admin");
                } catch (MachineException e) {
                    last = e;
                    pause(host, vm);
                }
            }
            if (guest == null) {
                throw new AssertionError("never inside", last);
            }
            return guest;
        }

        private static void pause(Machine machine, String subject) throws Exception {
            String seen = observe(machine, subject).subject().fingerprint();
            machine.await(Map.of(subject, seen), Duration.ofMillis(200));
        }

        void tell(Machine machine, Change change) throws Exception {
            assertNull(machine.change(List.of(change)).get(change.subject()).failure());
        }

        RoleState until(Predicate<RoleState> wanted) throws Exception {
            RoleState role = null;
            for (int slice = 0; slice < MOST_SLICES; slice++) {
                try {
                    role = observe(guest(), Subject.ROLE).role();
                    if (wanted.test(role)) {
                        return role;
                    }
                    pause(guest(), Subject.ROLE);
                } catch (MachineException e) {
                    guest = null;
                    assertTrue(slice < MOST_SLICES - 1, e.getMessage());
                }
            }
            throw new AssertionError("never, but " + role);
        }

        void restart() throws Exception {
            tell(host, new Change.TurnOff(vm, EPOCH));
            tell(host, new Change.Start(vm, EPOCH));
            guest = null;
        }
    }

    private interface Way {
        List<Object> go(Visitor visitor) throws Exception;
    }

    private static void alike(Path folder, boolean nesting, Consumer<SimulatedRole> role, Way way) throws Exception {
        String vm = scene(nesting, role).vm("node-1").id();
        List<Object> expected;
        try (Machine machine = scene(nesting, role).connect()) {
            expected = way.go(new Visitor(machine, vm));
        }
        try (Machine machine =
                FakeHost.create(folder, scene(nesting, role), state -> {}).connect()) {
            assertEquals(expected, way.go(new Visitor(machine, vm)));
        }
    }

    private static List<Object> install(Visitor visitor) throws Exception {
        List<Object> seen = new ArrayList<>();
        visitor.tell(visitor.guest(), new Change.InstallRole(EPOCH));
        seen.add(visitor.until(role -> !role.working()));
        visitor.restart();
        seen.add(visitor.until(role -> role.feature() == RoleState.Feature.INSTALLED && !role.working()));
        return seen;
    }

    @Test
    void installingGoesTheSameWay(@TempDir Path folder) throws Exception {
        alike(folder, true, role -> {}, SameRoleTest::install);
    }

    @Test
    void installingWithOneRestartGoesTheSameWay(@TempDir Path folder) throws Exception {
        alike(folder, true, SimulatedRole::oneRestart, SameRoleTest::install);
    }

    @Test
    void removingGoesTheSameWay(@TempDir Path folder) throws Exception {
        alike(folder, true, SimulatedRole::installed, visitor -> {
            List<Object> seen = new ArrayList<>();
            visitor.tell(visitor.guest(), new Change.RemoveRole(EPOCH));
            seen.add(visitor.until(role -> !role.working()));
            visitor.restart();
            seen.add(visitor.until(role -> role.feature() == RoleState.Feature.ABSENT && !role.working()));
            return seen;
        });
    }

    @Test
    void aPrerequisiteThatFailsIsToldAlike(@TempDir Path folder) throws Exception {
        alike(folder, true, role -> role.prerequisiteFails(true), visitor -> {
            visitor.tell(visitor.guest(), new Change.InstallRole(EPOCH));
            RoleState failed = visitor.until(role -> !role.working());
            return List.of(failed.feature(), failed.failure().details().errorId());
        });
    }
}
