package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks inside a VM that is gone, or with a VM inside that is. */
class GoneInsideTest {

    private final NestedLab lab = new NestedLab();
    private final Options options =
            NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true)));

    @Test
    void withAVmThatIsGoneNothingInsideItIsOwedAnyMore() {
        VmResult held = lab.run(Request.Kind.NAT, "A", options);
        lab.host.remove("node-1");

        VmResult once = lab.back("A", held.id(), options, false, false);
        assertEquals("HVN.VmGone", once.failure().details().errorId());
        assertTrue(once.held());

        VmResult again = lab.back("A", held.id(), options, false, true);
        assertEquals(VmResult.End.RESTORED, again.end());
        assertEquals(List.of(), again.aspects());
        assertEquals(List.of(), SimulatedPicture.leases(lab.host));
    }

    @Test
    void theLeaseOfAVmInsideThatIsGoneIsLeft() {
        lab.run(Request.Kind.NAT, "A", options);
        lab.node.remove("nested-1");

        VmResult back = lab.run(Request.Kind.ROLL_BACK, "A", options);

        assertEquals(VmResult.End.RESTORED, back.end());
        assertEquals(List.of(), SimulatedPicture.leases(lab.host));
    }

    @Test
    void aVmInsideIsNotBelievedToBeGoneWhereNotAllCanBeSeen() {
        lab.run(Request.Kind.NAT, "A", options);
        lab.node.remove("nested-1").notAdministrator();

        VmResult back = lab.run(Request.Kind.ROLL_BACK, "A", options);

        assertEquals("HVN.VmNotSeen", back.failure().details().errorId());
        assertTrue(back.held());
    }
}
