package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentClassesTest {

    /** The classes of an agent, fetched one by one from a controller as long as that is there. */
    private static final class Fetching extends ClassLoader {

        private final List<String> fetched = new ArrayList<>();
        private boolean lost;

        Fetching() {
            super(AgentClassesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!AgentClasses.names().contains(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> there = findLoadedClass(name);
            return there == null ? fetch(name) : there;
        }

        private Class<?> fetch(String name) throws ClassNotFoundException {
            if (lost) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                fetched.add(name);
                Class<?> original = getParent().loadClass(name);
                return defineClass(name, bytes, 0, bytes.length, original.getProtectionDomain());
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void whatAnOperationMayNeedIsNamedWithEverythingNestedInIt() {
        List<String> names = AgentClasses.names();
        for (Class<?> type : List.of(
                RunningOperation.class,
                AgentFailures.class,
                Outcome.Kind.class,
                Operations.class,
                Machine.class,
                PowerShellMachine.class,
                JsonObject.class)) {
            assertTrue(names.contains(type.getName()), type.getName());
        }
        assertTrue(names.contains(PowerShellMachine.class.getPackageName() + ".Trouble$Kind"), names::toString);
    }

    @Test
    void nothingIsLeftToBeFetchedOnceTheConnectionMayBeLost() throws ReflectiveOperationException {
        Fetching agent = new Fetching();
        Method load = agent.loadClass(AgentClasses.class.getName()).getDeclaredMethod("load", List.class);
        load.setAccessible(true);
        load.invoke(null, AgentClasses.names());
        agent.lost = true;
        for (String name : AgentClasses.names()) {
            Class.forName(name, true, agent);
        }
        assertTrue(agent.fetched.containsAll(AgentClasses.names()));
    }

    @Test
    void aClassThatCannotBeLoadedThereIsNoTrouble() throws InvocationTargetException {
        AgentClasses.load(List.of("io.jenkins.plugins.hypervnested.agent.NotThere", Outcome.class.getName()));
    }
}
