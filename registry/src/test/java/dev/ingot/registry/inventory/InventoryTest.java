package dev.ingot.registry.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.evidence.Component;
import dev.ingot.storage.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages in the files of an image. */
class InventoryTest {
  private static final String DEBIAN = "ID=debian\nVERSION_ID=\"12\"\n";
  private static final String STATUS =
      """
      Package: libc6
      Status: install ok installed
      Architecture: amd64
      Source: glibc (2.36-9)
      Version: 2.36-9+deb12u4

      Package: gone
      Status: deinstall ok config-files
      Version: 1.0
      """;

  private final ContentStore store;
  private final List<Descriptor> layers = new ArrayList<>();

  InventoryTest(@TempDir Path folder) {
    store = ContentStore.at(folder.resolve("images"));
  }

  private void layer(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : new java.util.TreeMap<>(files).entrySet()) {
      byte[] one =
          Images.tar(file.getKey(), new String(file.getValue(), StandardCharsets.ISO_8859_1), 0755);
      tar.write(one, 0, one.length - 1024);
    }
    tar.write(new byte[1024]);
    layers.add(store.write(MediaTypes.LAYER_TAR, tar.toByteArray()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> purls() throws IOException {
    return Inventory.read(store, layers, Inventory.Memory.NONE).components().stream()
        .map(Component::purl)
        .filter(purl -> !purl.isEmpty())
        .toList();
  }

  @Test
  void packagesOfDebianNameTheirSourceAndRelease() throws IOException {
    layer(Map.of("etc/os-release", bytes(DEBIAN), "var/lib/dpkg/status", bytes(STATUS)));
    assertThat(Inventory.read(store, layers, Inventory.Memory.NONE).components())
        .containsExactly(
            new Component("operating-system", "debian", "12", "", Map.of(), List.of()),
            Component.library(
                "libc6",
                "2.36-9+deb12u4",
                "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12&upstream=glibc%402.36-9"));
  }

  @Test
  void packagesOfDistrolessImagesAreReadFromTheirParts() throws IOException {
    layer(
        Map.of(
            "var/lib/dpkg/status.d/base",
            bytes("Package: base\nVersion: 1\n"),
            "var/lib/dpkg/status.d/base.md5sums",
            bytes("Package: no\nVersion: 1\n")));
    assertThat(purls()).containsExactly("pkg:deb/debian/base@1");
  }

  @Test
  void packagesOfAlpineNameTheirOriginAndLicence() throws IOException {
    layer(
        Map.of(
            "usr/lib/os-release",
            bytes("ID=alpine\nVERSION_ID=3.20.1\n"),
            "lib/apk/db/installed",
            bytes(
                "C:Q1\nP:libssl3\nV:3.3.1-r0\nA:x86_64\nL:Apache-2.0\no:openssl\nF:lib\nR:x\n\n")));
    Component found = Inventory.read(store, layers, Inventory.Memory.NONE).components().getLast();
    assertThat(found.purl())
        .isEqualTo(
            "pkg:apk/alpine/libssl3@3.3.1-r0?arch=x86_64&distro=alpine-3.20.1&upstream=openssl");
    assertThat(found.licences()).containsExactly("Apache-2.0");
  }

  private static byte[] rpmDatabase() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(
                InventoryTest.class.getResourceAsStream("/inventory/rpmdb.sqlite.gz"));
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return unpacked.readAllBytes();
    }
  }

  private static final String HELLO =
      "pkg:rpm/fedora/hello-world@1.2.3-4?arch=noarch&distro=fedora-40&epoch=2"
          + "&upstream=hello-world-1.2.3-4.src.rpm";

  @Test
  void packagesInTheDatabaseOfRpmAreRead() throws IOException {
    layer(
        Map.of(
            "etc/os-release",
            bytes("ID=fedora\nVERSION_ID=40\n"),
            "usr/lib/sysimage/rpm/rpmdb.sqlite",
            rpmDatabase()));
    assertThat(purls()).containsExactly(HELLO);
  }

  @Test
  void packagesInADatabaseOfTheFormatNdbAreRead() throws Exception {
    byte[] header = SqliteFile.blobs(rpmDatabase(), "Packages").getFirst();
    ByteBuffer file =
        ByteBuffer.allocate(4096 + 16 + header.length + 32).order(ByteOrder.LITTLE_ENDIAN);
    file.put(bytes("RpmP")).putInt(0).putInt(1).putInt(1);
    for (int at = 32; at < 4096; at += 16) {
      file.position(at);
      file.put(bytes("Slot"));
    }
    file.position(32);
    file.put(bytes("Slot")).putInt(7).putInt(4096 / 16).putInt((header.length + 47) / 16);
    file.position(4096);
    file.put(bytes("BlbS")).putInt(7).putInt(1).putInt(header.length).put(header);
    layer(
        Map.of(
            "etc/os-release",
            bytes("ID=fedora\nVERSION_ID=40\n"),
            "var/lib/rpm/Packages.db",
            file.array()));
    assertThat(purls()).containsExactly(HELLO);
  }

  @Test
  void whatCanNotBeReadIsNoted() throws IOException {
    layer(
        Map.of(
            "var/lib/rpm/Packages",
            bytes("x"),
            "usr/lib/sysimage/rpm/rpmdb.sqlite",
            bytes("y"),
            "app/node_modules/a/package.json",
            bytes("no")));
    Inventory inventory = Inventory.read(store, layers, Inventory.Memory.NONE);
    assertThat(inventory.components()).isEmpty();
    assertThat(inventory.notes())
        .containsExactly(
            "/app/node_modules/a/package.json isn't read: it is no JSON object",
            "/usr/lib/sysimage/rpm/rpmdb.sqlite isn't read: it is no database of SQLite",
            "/var/lib/rpm/Packages isn't read: it is a database of RPM in the format of Berkeley"
                + " DB; only sqlite and ndb are read");
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : new java.util.TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void artifactsInArchivesOfJavaAreReadAlsoInside() throws IOException {
    byte[] inner =
        zip(
            Map.of(
                "META-INF/maven/org.a/b/pom.properties",
                bytes("groupId=org.a\nartifactId=b\nversion=1.0\n")));
    layer(
        Map.of(
            "app/fat.jar",
            zip(
                Map.of(
                    "BOOT-INF/lib/b.jar",
                    inner,
                    "META-INF/MANIFEST.MF",
                    bytes("Implementation-Version: 3\n"),
                    "META-INF/maven/org.c/d/pom.properties",
                    bytes("groupId=org.c\nartifactId=d\nversion=2.0\n"))),
            "app/plain-1.5.jar",
            zip(Map.of("a", bytes("a"))),
            "app/broken.jar",
            bytes("PK\u0003\u0004rubbish")));
    assertThat(purls())
        .containsExactlyInAnyOrder(
            "pkg:maven/org.a/b@1.0", "pkg:maven/org.c/d@2.0", "pkg:maven/plain@1.5");
  }

  @Test
  void modulesOfNodeAndPythonDescribeThemselves() throws IOException {
    layer(
        Map.of(
            "app/node_modules/@scope/a/package.json",
            bytes("{\"name\":\"@scope/a\",\"version\":\"1.0.0\",\"license\":\"MIT\"}"),
            "app/node_modules/b/package.json",
            bytes("{\"name\":\"b\",\"version\":\"2.0.0\"}"),
            "app/node_modules/b/test/package.json",
            bytes("{\"name\":\"no\",\"version\":\"2.0.0\"}"),
            "usr/lib/python3/dist-packages/Flask_X-1.0.dist-info/METADATA",
            bytes("Metadata-Version: 2.1\nName: Flask_X\nVersion: 1.0\nLicense: BSD\n\nName: no\n"),
            "usr/lib/python3/dist-packages/old.egg-info",
            bytes("Name: old\nVersion: 0.1\n")));
    assertThat(purls())
        .containsExactlyInAnyOrder(
            "pkg:npm/%40scope/a@1.0.0",
            "pkg:npm/b@2.0.0", "pkg:pypi/flask-x@1.0", "pkg:pypi/old@0.1");
  }

  private static byte[] goProgram(String modules) {
    String frame = "0123456789abcdef";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x7f, 'E', 'L', 'F'});
    out.writeBytes(new byte[70_000]);
    out.writeBytes("\u00ff Go\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(new byte[] {8, 2});
    out.writeBytes(new byte[16]);
    for (String text : List.of("go1.22.1", frame + modules + frame)) {
      byte[] bytes = bytes(text);
      out.write((bytes.length & 0x7f) | 0x80);
      out.write(bytes.length >> 7);
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void programsOfGoTellTheirModules() throws IOException {
    layer(
        Map.of(
            "usr/bin/tool",
            goProgram(
                "path\tx\n"
                    + "mod\tgithub.com/acme/tool\t(devel)\t\n"
                    + "dep\tgolang.org/x/net\tv0.1.0\th1:\n"
                    + "dep\tgithub.com/old/lib\tv1.0.0\n"
                    + "=>\tgithub.com/new/lib\tv1.1.0\th1:\n")));
    assertThat(purls())
        .containsExactlyInAnyOrder(
            "pkg:golang/stdlib@1.22.1",
            "pkg:golang/github.com/acme/tool",
            "pkg:golang/golang.org/x/net@v0.1.0",
            "pkg:golang/github.com/new/lib@v1.1.0");
  }

  @Test
  void whatALayerReplacesOrRemovesIsNotListed() throws IOException {
    layer(
        Map.of(
            "app/node_modules/a/package.json",
            bytes("{\"name\":\"a\",\"version\":\"1\"}"),
            "app/node_modules/b/package.json",
            bytes("{\"name\":\"b\",\"version\":\"1\"}"),
            "opt/node_modules/c/package.json",
            bytes("{\"name\":\"c\",\"version\":\"1\"}"),
            "srv/node_modules/d/package.json",
            bytes("{\"name\":\"d\",\"version\":\"1\"}"),
            "usr/bin/tool",
            goProgram("")));
    layer(
        Map.of(
            "app/node_modules/a/package.json",
            bytes("{\"name\":\"a\",\"version\":\"2\"}"),
            "app/node_modules/.wh.b",
            new byte[0],
            "opt/.wh..wh..opq",
            new byte[0],
            "usr/bin/tool",
            bytes("a script")));
    assertThat(purls()).containsExactly("pkg:npm/a@2", "pkg:npm/d@1");
  }

  @Test
  void whatWasFoundInLowerLayersIsNotReadAgain() throws IOException {
    Map<Digest, byte[]> kept = new HashMap<>();
    Inventory.Memory memory =
        new Inventory.Memory() {
          @Override
          public Optional<byte[]> find(Digest layers) {
            return Optional.ofNullable(kept.get(layers));
          }

          @Override
          public void keep(Digest layers, byte[] found) {
            kept.put(layers, found);
          }
        };
    layer(Map.of("etc/os-release", bytes(DEBIAN), "var/lib/dpkg/status", bytes(STATUS)));
    Inventory below = Inventory.read(store, layers, memory);
    boolean _ = store.delete(layers.getFirst().digest());
    layer(Map.of("a/node_modules/a/package.json", bytes("{\"name\":\"a\",\"version\":\"2\"}")));
    Inventory above = Inventory.read(store, layers, memory);
    assertThat(above.components()).containsAll(below.components()).hasSize(3);
    kept.replaceAll((_, _) -> bytes("{\"files\":3}"));
    boolean _ = store.delete(layers.getLast().digest());
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Inventory.read(store, layers, memory))
        .hasMessageContaining("not found");
  }
}
