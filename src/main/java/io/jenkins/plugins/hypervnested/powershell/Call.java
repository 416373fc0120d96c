package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonObject;
import java.time.Duration;

/**
 * One request.
 *
 * @param route the machine that it is for
 * @param relayed how long the machines on the way wait for the answer
 * @param awaited how long this side does
 * @param ofGuest whether it is a guest that answers. Whose machine it is passes its answer on as it came, one for each request: what
 *     makes no sense in it is that guest's failure, and no reason to give up the machine that has to be put back
 */
record Call(Route route, String verb, JsonObject args, Duration relayed, Duration awaited, boolean ofGuest) {

    /** @param bound on the verb itself */
    static Call of(Route route, String verb, JsonObject args, Duration bound) {
        return new Call(route, verb, args, route.relayed(bound), route.awaited(bound), !route.isHere());
    }

    /** To the machine that was opened. */
    static Call here(String verb, JsonObject args, Duration bound) {
        return of(Route.HERE, verb, args, bound);
    }

    /** That a machine opens a session in one of its VMs, or closes it: bounded as if it were the guest that is asked. */
    static Call ofSession(Route outer, String vmId, String verb, JsonObject args, Duration bound) {
        Route inside = outer.inside(vmId);
        return new Call(outer, verb, args, inside.relayed(bound), inside.awaited(bound), true);
    }
}
