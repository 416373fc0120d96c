package io.jenkins.plugins.hypervnested.operation;

import static io.jenkins.plugins.hypervnested.machine.PlainJson.marked;
import static io.jenkins.plugins.hypervnested.machine.PlainJson.string;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The JSON text of a lease. Fields that this version does not know are kept and written back. */
final class LeaseText {

    private static final Set<String> FIELDS =
            Set.of("aspects", "members", "ready", "actor", "asked", "stop", "left", "tickets");
    private static final Set<String> ASPECT_FIELDS = Set.of("aspect", "object", "shownAs", "first", "set", "wants");
    private static final Set<String> MEMBER_FIELDS = Set.of("run", "controller", "incarnation", "shownAs", "since");

    private static final Set<String> WANT_FIELDS = Set.of("entry", "value");
    private static final Set<String> ACTOR_FIELDS = Set.of("entry", "epoch", "boot", "process", "started");
    private static final Set<String> ASKED_FIELDS = Set.of("entry", "boot", "at", "until");
    private static final Set<String> STOP_FIELDS = Set.of("boundMillis", "force", "restorePower");
    private static final Set<String> LEFT_FIELDS = Set.of("entry", "boot", "until");
    private static final Set<String> TICKET_FIELDS = Set.of("entry", "run", "shownAs", "wants", "boot", "refreshed");

    private LeaseText() {}

    /**
     * Reads a lease.
     *
     * @throws IllegalArgumentException when the text is not a lease
     */
    static Lease read(String text) {
        JsonObject o = PlainJson.parse(text);
        Map<String, Lease.Member> members = new LinkedHashMap<>();
        for (Map.Entry<String, Object> e : object(o, "members").entrySet()) {
            members.put(e.getKey(), member(asObject(e.getValue())));
        }
        Set<String> ready = new LinkedHashSet<>();
        for (Object entry : array(o, "ready")) {
            ready.add(PlainJson.unmarked(entry, "ready"));
        }
        return new Lease(
                each(o, "aspects", LeaseText::aspect),
                members,
                ready,
                o.get("actor") == null ? null : actor(object(o, "actor")),
                o.get("asked") == null ? null : asked(object(o, "asked")),
                stop(object(o, "stop")),
                each(o, "left", LeaseText::left),
                each(o, "tickets", LeaseText::ticket),
                rest(o, FIELDS));
    }

    static String write(Lease lease) {
        JsonObject o = new JsonObject();
        o.put("aspects", list(lease.aspects(), LeaseText::json));
        JsonObject members = new JsonObject();
        lease.members().forEach((entry, member) -> members.put(entry, json(member)));
        o.put("members", members);
        JsonArray ready = new JsonArray();
        lease.ready().forEach(entry -> ready.add(marked(entry)));
        o.put("ready", ready);
        if (lease.actor() != null) {
            o.put("actor", json(lease.actor()));
        }
        if (lease.asked() != null) {
            o.put("asked", json(lease.asked()));
        }
        JsonObject stop = new JsonObject();
        stop.put("boundMillis", lease.stop().boundMillis());
        stop.put("force", lease.stop().force());
        stop.put("restorePower", lease.stop().restorePower());
        stop.putAll(lease.stop().unknown());
        o.put("stop", stop);
        o.put("left", list(lease.left(), LeaseText::json));
        o.put("tickets", list(lease.tickets(), LeaseText::json));
        o.putAll(lease.unknown());
        return PlainJson.text(o);
    }

    private static Lease.Aspect aspect(JsonObject o) {
        return new Lease.Aspect(
                new AspectId(string(o, "aspect"), string(o, "object")),
                string(o, "shownAs", ""),
                string(o, "first"),
                string(o, "set", null),
                each(o, "wants", w -> new Lease.Want(string(w, "entry"), string(w, "value"), rest(w, WANT_FIELDS))),
                rest(o, ASPECT_FIELDS));
    }

    private static JsonObject json(Lease.Aspect aspect) {
        JsonObject o = new JsonObject();
        o.put("aspect", marked(aspect.id().name()));
        o.put("object", marked(aspect.id().object()));
        if (!aspect.shownAs().isEmpty()) {
            o.put("shownAs", marked(aspect.shownAs()));
        }
        o.put("first", marked(aspect.first()));
        if (aspect.set() != null) {
            o.put("set", marked(aspect.set()));
        }
        o.put("wants", list(aspect.wants(), w -> {
            JsonObject want = new JsonObject();
            want.put("entry", marked(w.entry()));
            want.put("value", marked(w.value()));
            want.putAll(w.unknown());
            return want;
        }));
        o.putAll(aspect.unknown());
        return o;
    }

    private static Lease.Member member(JsonObject o) {
        return new Lease.Member(
                string(o, "run"),
                string(o, "controller"),
                string(o, "incarnation"),
                string(o, "shownAs"),
                string(o, "since"),
                rest(o, MEMBER_FIELDS));
    }

    private static JsonObject json(Lease.Member member) {
        JsonObject o = new JsonObject();
        o.put("run", marked(member.run()));
        o.put("controller", marked(member.controller()));
        o.put("incarnation", marked(member.incarnation()));
        o.put("shownAs", marked(member.shownAs()));
        o.put("since", marked(member.since()));
        o.putAll(member.unknown());
        return o;
    }

    private static Lease.Actor actor(JsonObject o) {
        return new Lease.Actor(
                string(o, "entry"),
                string(o, "epoch"),
                string(o, "boot"),
                o.getLong("process"),
                o.getLong("started"),
                rest(o, ACTOR_FIELDS));
    }

    private static JsonObject json(Lease.Actor actor) {
        JsonObject o = new JsonObject();
        o.put("entry", marked(actor.entry()));
        o.put("epoch", marked(actor.epoch()));
        o.put("boot", marked(actor.boot()));
        o.put("process", actor.process());
        o.put("started", actor.started());
        o.putAll(actor.unknown());
        return o;
    }

    private static Lease.Asked asked(JsonObject o) {
        return new Lease.Asked(
                string(o, "entry"), string(o, "boot"), o.getLong("at"), o.getLong("until"), rest(o, ASKED_FIELDS));
    }

    private static JsonObject json(Lease.Asked asked) {
        JsonObject o = until(asked.entry(), asked.boot(), asked.until());
        o.put("at", asked.at());
        o.putAll(asked.unknown());
        return o;
    }

    private static Lease.Left left(JsonObject o) {
        return new Lease.Left(string(o, "entry"), string(o, "boot"), o.getLong("until"), rest(o, LEFT_FIELDS));
    }

    private static JsonObject json(Lease.Left left) {
        JsonObject o = until(left.entry(), left.boot(), left.until());
        o.putAll(left.unknown());
        return o;
    }

    private static JsonObject until(String entry, String boot, long until) {
        JsonObject o = new JsonObject();
        o.put("entry", marked(entry));
        o.put("boot", marked(boot));
        o.put("until", until);
        return o;
    }

    private static Lease.Stop stop(JsonObject o) {
        return new Lease.Stop(
                o.getLong("boundMillis", Bounds.SHUTDOWN.toMillis()),
                o.getBoolean("force", false),
                o.getBoolean("restorePower", true),
                rest(o, STOP_FIELDS));
    }

    private static Lease.Ticket ticket(JsonObject o) {
        Map<AspectId, String> wants = new LinkedHashMap<>();
        for (JsonObject w : each(o, "wants", w -> w)) {
            wants.put(new AspectId(string(w, "aspect"), string(w, "object")), string(w, "value"));
        }
        return new Lease.Ticket(
                string(o, "entry"),
                string(o, "run"),
                string(o, "shownAs"),
                wants,
                string(o, "boot"),
                o.getLong("refreshed"),
                rest(o, TICKET_FIELDS));
    }

    private static JsonObject json(Lease.Ticket ticket) {
        JsonObject o = new JsonObject();
        o.put("entry", marked(ticket.entry()));
        o.put("run", marked(ticket.run()));
        o.put("shownAs", marked(ticket.shownAs()));
        o.put("wants", list(List.copyOf(ticket.wants().entrySet()), w -> {
            JsonObject want = new JsonObject();
            want.put("aspect", marked(w.getKey().name()));
            want.put("object", marked(w.getKey().object()));
            want.put("value", marked(w.getValue()));
            return want;
        }));
        o.put("boot", marked(ticket.boot()));
        o.put("refreshed", ticket.refreshed());
        o.putAll(ticket.unknown());
        return o;
    }

    private static JsonObject rest(JsonObject o, Set<String> known) {
        JsonObject rest = new JsonObject(o);
        rest.keySet().removeAll(known);
        return rest;
    }

    private static JsonObject object(JsonObject o, String key) {
        return asObject(o.get(key));
    }

    private static JsonObject asObject(Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException("a lease has an object here");
    }

    private static JsonArray array(JsonObject o, String key) {
        if (o.get(key) instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException("'" + key + "' of a lease is an array");
    }

    private static <T> List<T> each(JsonObject o, String key, Function<JsonObject, T> read) {
        List<T> all = new ArrayList<>();
        for (Object value : array(o, key)) {
            all.add(read.apply(asObject(value)));
        }
        return all;
    }

    private static <T> JsonArray list(List<T> values, Function<T, JsonObject> write) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }
}
