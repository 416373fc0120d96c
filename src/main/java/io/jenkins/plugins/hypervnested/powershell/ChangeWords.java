package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Change;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Changes as they travel, and as messages call them. */
final class ChangeWords {

    /**
     * One kind of change.
     *
     * @param verb what {@code do} says
     * @param fields writes what else it has
     * @param clause what it does to a subject, which is called by the second argument
     */
    private record Word<C extends Change>(
            Class<C> type, String verb, BiConsumer<C, JsonObject> fields, BiFunction<C, String, String> clause) {

        JsonObject json(Change change) {
            JsonObject one = new JsonObject();
            one.put("subject", Wire.text(change.subject()));
            one.put("epoch", Wire.text(change.epoch()));
            one.put("do", Wire.text(verb));
            fields.accept(type.cast(change), one);
            return one;
        }

        String clause(Change change, String subject) {
            return clause.apply(type.cast(change), subject);
        }
    }

    private static final Map<Class<? extends Change>, Word<?>> WORDS = new LinkedHashMap<>();

    static {
        ofVms();
        ofSwitchesAndNats();
        ofAddressesAndRoutes();
        ofServersAndDhcp();
        plain(Change.InstallRole.class, "installRole", role -> "begin to install " + role);
        plain(Change.RemoveRole.class, "removeRole", role -> "begin to remove " + role);
    }

    private ChangeWords() {}

    static JsonObject args(Collection<Change> changes) {
        JsonArray all = new JsonArray();
        for (Change change : changes) {
            all.add(WORDS.get(change.getClass()).json(change));
        }
        return Requests.only("changes", all);
    }

    /** {@return what a change does to its subject, as a clause} */
    static String clause(Change change, String subject) {
        return WORDS.get(change.getClass()).clause(change, subject);
    }

    private static void ofVms() {
        plain(Change.AskShutdown.class, "shutdown", vm -> "ask the guest of " + vm + " to shut down");
        plain(Change.TurnOff.class, "turnOff", vm -> "turn off " + vm);
        plain(Change.Start.class, "start", vm -> "start " + vm);
        plain(Change.Resume.class, "resume", vm -> "resume " + vm);
        word(
                Change.Expose.class,
                "expose",
                (change, json) -> json.put("on", change.on()),
                (change, vm) ->
                        (change.on() ? "expose virtualization extensions to " : "hide virtualization extensions from ")
                                + vm);
        word(
                Change.Spoof.class,
                "spoof",
                (change, json) -> {
                    json.put("on", change.on());
                    put(json, "adapter", change.adapterId());
                },
                (change, vm) -> (change.on() ? "allow" : "forbid") + " MAC address spoofing on an adapter of " + vm);
        word(
                Change.Connect.class,
                "connect",
                (change, json) -> {
                    put(json, "adapter", change.adapterId());
                    put(json, "switch", change.switchId());
                },
                (change, vm) -> change.switchId().isEmpty()
                        ? "disconnect an adapter of " + vm
                        : "connect an adapter of " + vm + " to a switch");
    }

    private static void ofSwitchesAndNats() {
        word(
                Change.CreateSwitch.class,
                "createSwitch",
                (change, json) -> {
                    put(json, "name", change.name());
                    put(json, "mark", change.mark());
                },
                (change, network) -> "make internal switch '" + change.name() + "'");
        word(
                Change.RemoveSwitch.class,
                "removeSwitch",
                (change, json) -> put(json, "switch", change.switchId()),
                (change, network) -> "remove switch " + change.switchId());
        word(
                Change.CreateNat.class,
                "createNat",
                (change, json) -> nat(json, change.name(), change.prefix()),
                (change, network) -> "make NAT '" + change.name() + "' for " + change.prefix());
        word(
                Change.RemoveNat.class,
                "removeNat",
                (change, json) -> nat(json, change.name(), change.prefix()),
                (change, network) -> "remove NAT '" + change.name() + "' of " + change.prefix());
    }

    private static void ofAddressesAndRoutes() {
        word(
                Change.AddAddress.class,
                "addAddress",
                (change, json) -> {
                    connection(json, change.interfaceGuid());
                    put(json, "ip", change.ip());
                    json.put("prefixLength", change.prefixLength());
                },
                (change, network) ->
                        "give address " + change.ip() + "/" + change.prefixLength() + " to a network connection");
        word(
                Change.RemoveAddress.class,
                "removeAddress",
                (change, json) -> {
                    connection(json, change.interfaceGuid());
                    put(json, "ip", change.ip());
                },
                (change, network) -> "take address " + change.ip() + " from a network connection");
        word(
                Change.AddRoute.class,
                "addRoute",
                (change, json) -> hop(json, change.interfaceGuid(), change.nextHop()),
                (change, network) -> "make the default route by " + change.nextHop());
        word(
                Change.RemoveRoute.class,
                "removeRoute",
                (change, json) -> hop(json, change.interfaceGuid(), change.nextHop()),
                (change, network) -> "remove the default route by " + change.nextHop());
    }

    private static void ofServersAndDhcp() {
        word(
                Change.SetDns.class,
                "setDns",
                ChangeWords::dns,
                (change, network) -> change.servers().isEmpty()
                        ? "let the DNS servers of a network connection come by themselves"
                        : "set DNS servers " + String.join(", ", change.servers()) + " of a network connection");
        word(
                Change.SetDhcp.class,
                "setDhcp",
                (change, json) -> {
                    connection(json, change.interfaceGuid());
                    json.put("on", change.on());
                },
                (change, network) -> "switch DHCP " + (change.on() ? "on" : "off") + " for a network connection");
    }

    private static void dns(Change.SetDns change, JsonObject json) {
        connection(json, change.interfaceGuid());
        JsonArray servers = new JsonArray();
        change.servers().forEach(server -> servers.add(Wire.text(server)));
        json.put("servers", servers);
    }

    private static void nat(JsonObject json, String name, String prefix) {
        put(json, "name", name);
        put(json, "prefix", prefix);
    }

    private static void hop(JsonObject json, String interfaceGuid, String nextHop) {
        connection(json, interfaceGuid);
        put(json, "nextHop", nextHop);
    }

    private static void connection(JsonObject json, String interfaceGuid) {
        put(json, "interface", interfaceGuid);
    }

    private static void put(JsonObject json, String key, String value) {
        json.put(key, Wire.text(value));
    }

    private static <C extends Change> void plain(Class<C> type, String verb, UnaryOperator<String> clause) {
        word(type, verb, (change, json) -> {}, (change, subject) -> clause.apply(subject));
    }

    private static <C extends Change> void word(
            Class<C> type, String verb, BiConsumer<C, JsonObject> fields, BiFunction<C, String, String> clause) {
        WORDS.put(type, new Word<>(type, verb, fields, clause));
    }
}
