package io.jenkins.plugins.hypervnested.portable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive whose bytes depend on its contents alone: fixed times, manifest first, then sorted by name. */
final class Archive {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final Manifest manifest;
    private final SortedMap<String, byte[]> files = new TreeMap<>();

    Archive(Manifest manifest) {
        this.manifest = manifest;
    }

    /** @param name with slashes */
    Archive add(String name, byte[] contents) {
        if (files.put(name, contents) != null) {
            throw new IllegalArgumentException("twice in one archive: " + name);
        }
        return this;
    }

    Archive addFolder(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder)) {
            found = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : found) {
            add(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return this;
    }

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            begin(zip, "META-INF/");
            begin(zip, "META-INF/MANIFEST.MF");
            manifest.write(new Unclosable(zip));
            String last = "META-INF/MANIFEST.MF";
            for (var file : files.entrySet()) {
                addParents(zip, file.getKey(), last);
                begin(zip, file.getKey());
                zip.write(file.getValue());
                last = file.getKey();
            }
        }
        return bytes.toByteArray();
    }

    /** Sorted names keep the files of a folder together, so a folder that the file before lies in is there already. */
    private void addParents(ZipOutputStream zip, String name, String before) throws IOException {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String folder = name.substring(0, slash + 1);
            if (!before.startsWith(folder) && !folder.equals("META-INF/")) {
                begin(zip, folder);
            }
        }
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
    }

    private static final class Unclosable extends java.io.FilterOutputStream {
        Unclosable(OutputStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
