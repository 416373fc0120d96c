package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** The shipped module with a few lines that a test changes: to kill it between two of them, or to see that a mistake is noticed. */
public final class AlteredModule {

    private AlteredModule() {}

    /** {@return an alteration of a line that must be there} */
    public static UnaryOperator<String> replacing(String line, String by) {
        return module -> {
            if (!module.contains(line)) {
                throw new IllegalArgumentException("the shipped module has no longer: " + line);
            }
            return module.replace(line, by);
        };
    }

    /** {@return all those alterations, one after the other} */
    @SafeVarargs
    public static UnaryOperator<String> all(UnaryOperator<String>... alterations) {
        return module -> {
            String altered = module;
            for (UnaryOperator<String> alteration : List.of(alterations)) {
                altered = alteration.apply(altered);
            }
            return altered;
        };
    }

    /** As {@link PowerShellMachine#open(Endpoint, HostSecrets, GuestLogins, NoiseSink)}, but for the module. */
    public static PowerShellMachine open(
            Endpoint endpoint, GuestLogins logins, NoiseSink noise, UnaryOperator<String> alteration)
            throws MachineException, InterruptedException {
        ModuleSource shipped = ModuleSource.shipped();
        String base64 =
                new String(shipped.line(), StandardCharsets.US_ASCII).strip().split(" ")[2];
        String bootstrap =
                new String(Base64.getDecoder().decode(shipped.encodedBootstrap()), StandardCharsets.UTF_16LE);
        String module = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        ModuleSource altered = ModuleSource.of(bootstrap, alteration.apply(module));
        return new Opening(endpoint, new Noise(noise), Bounds.standard(), altered).open(HostSecrets.none(), logins);
    }
}
