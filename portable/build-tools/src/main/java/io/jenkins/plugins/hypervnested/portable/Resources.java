package io.jenkins.plugins.hypervnested.portable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.annotation.processing.ProcessingEnvironment;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/** Files that an annotation processor puts beside the classes. */
final class Resources {

    private Resources() {}

    static void write(ProcessingEnvironment environment, String path, String text) throws IOException {
        try (OutputStream out = environment
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", path)
                .openOutputStream()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Fails the compilation. */
    static void report(ProcessingEnvironment environment, String what, IOException cause) {
        environment.getMessager().printMessage(Diagnostic.Kind.ERROR, what + ": " + cause);
    }
}
