package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.WinRmTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SecretsOnDiskJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private static final String PASSWORD = "correct-horse-battery-staple-7f3a";

    @Test
    void thePasswordOfAHostIsNowhereOnDiskNorInTheLog(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        JenkinsLab lab = JenkinsLab.create(jenkins, folder);
        lab.agent("hyperv");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "host", "", "admin", PASSWORD));
        SystemCredentialsProvider.getInstance().save();
        WinRmTransport transport = new WinRmTransport("hv-1.example");
        transport.setCredentialsId("host");
        lab.configure(transport);
        WorkflowRun run =
                jenkins.buildAndAssertSuccess(lab.job("job", "hypervNestedEnable host: 'lab-host', vm: 'node-2'"));
        lab.awaitNothingOwed();
        jenkins.assertLogNotContains(PASSWORD, run);
        assertEquals(List.of(), filesWith(jenkins.jenkins.getRootDir().toPath(), PASSWORD));
        assertEquals(List.of(), filesWith(folder, PASSWORD));
    }

    /** {@return files under that folder that hold that text} */
    static List<Path> filesWith(Path root, String secret) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && text(file).contains(secret)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return found;
    }

    /** {@return its bytes as characters; nothing when it was there only while something was saved} */
    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
