package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network that is given back while its switch is gone already, and the VM that was connected to it is off. */
class SwitchGoneTest {

    private final Options options =
            NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true)));

    private NestedLab held() {
        NestedLab lab = new NestedLab();
        lab.node.vm("nested-1").off();
        lab.begins();
        VmResult made = lab.run(Request.Kind.NAT, "A", options.withStart(true));
        assertNull(made.failure(), made::toString);
        return lab;
    }

    private static void removeSwitch(NestedLab lab) {
        if (lab.node.network().hasSwitch("VmNAT")) {
            lab.node.network().withoutSwitch("VmNAT");
        }
    }

    @Test
    void aVmThatIsStartedToBeEnteredIsNotConnectedToItAgain() {
        NestedLab lab = held();
        removeSwitch(lab);
        lab.node.vm("nested-1").off();
        lab.log.clear();

        VmResult back = lab.run(Request.Kind.ROLL_BACK, "A", options);

        assertEquals(VmResult.End.RESTORED, back.end(), back::toString);
        assertFalse(lab.log.toString().contains("connect adapter"), () -> String.join("\n", lab.log));
        lab.assertAsItWas();
    }

    @Test
    void norIsItWhereTheSwitchIsThereAndSomebodyDisconnectedIt() {
        NestedLab lab = held();
        lab.node.vm("nested-1").off().connected(0, "");
        lab.log.clear();

        lab.giveBackAtLast("A", options);

        assertFalse(lab.log.toString().contains("connect adapter"), () -> String.join("\n", lab.log));
        lab.assertAsItWas();
    }

    @Test
    void whereverGivingBackWasCutOffBefore() {
        NestedLab probe = held();
        Faults none = new Faults();
        probe.run(Request.Kind.ROLL_BACK, "A", options, none);
        List<String> wrong = new ArrayList<>();
        for (int call = 1; call <= none.calls(Faults.ANY); call++) {
            NestedLab lab = held();
            lab.run(Request.Kind.ROLL_BACK, "A", options, new Faults().after(Faults.ANY, call, Faults.Kind.CRASH));
            removeSwitch(lab);
            lab.node.vm("nested-1").off();
            try {
                lab.giveBackAtLast("A", options);
                lab.assertAsItWas();
            } catch (AssertionError e) {
                wrong.add("cut off after call " + call + ": " + e.getMessage());
            }
        }
        assertTrue(none.calls(Faults.ANY) > 30, () -> "only " + none.calls(Faults.ANY));
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatAnotherRunStillWantsOfItIsNotForgotten() {
        NestedLab lab = held();
        lab.run(Request.Kind.NAT, "B", options);
        removeSwitch(lab);

        VmResult back = lab.run(Request.Kind.ROLL_BACK, "A", options);

        assertEquals(VmResult.End.RESTORED, back.end(), back::toString);
        String leases = String.join("\n", SimulatedPicture.leases(lab.host));
        assertTrue(leases.contains(AspectId.CONNECTION_NAME), leases);
    }

    @Test
    void aRunThatLeavesIsNotHeldUpByWhatAnotherWantsOfIt() {
        NestedLab lab = held();
        lab.run(Request.Kind.NAT, "B", options);
        removeSwitch(lab);
        lab.node.vm("nested-1").off();

        VmResult back = lab.run(Request.Kind.ROLL_BACK, "A", options);
        assertEquals(VmResult.End.RESTORED, back.end(), back::toString);
        lab.giveBackAtLast("B", options);

        lab.assertAsItWas();
    }

    @Test
    void whereTheFormerSwitchIsGoneItIsLeftWithoutOneAndThatIsSaid() {
        NestedLab lab = new NestedLab();
        lab.node.network().privateSwitch("theirs");
        lab.node.vm("nested-1").connected(0, "theirs");
        lab.run(Request.Kind.NAT, "A", options);
        lab.node.network().withoutSwitch("theirs");

        VmResult back = lab.run(Request.Kind.ROLL_BACK, "A", options);

        assertEquals(VmResult.End.RESTORED, back.end(), back::toString);
        assertTrue(back.notes().toString().contains("the switch to which it was connected is gone"), back::toString);
        assertTrue(
                lab.node.changes().contains("disconnect nested-1"),
                () -> lab.node.changes().toString());
    }
}
