package dev.ingot.deploy.planfile;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.lang.Result;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.Providers;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.format.StateFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A plan as a file: a zip archive with the version of its form, the plan, the states it was made
 * on, all files of the configuration, and a checksum of each. It holds all that applying needs but
 * the providers and the values of ephemeral variables; also sensitive values, in the clear.
 */
public final class PlanFile {
  private static final String VERSION = "ingot-plan-3";
  private static final String CHECKSUMS = "SHA256SUMS";

  /** The most that all entries hold together: 512 MiB, and no more than a third of the memory. */
  private static final long LARGEST = Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 3);

  private PlanFile() {}

  /** The bytes of a plan's file. */
  public static byte[] write(Plan plan) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("version", VERSION.getBytes(StandardCharsets.UTF_8));
    entries.put("made", plan.timestamp().toString().getBytes(StandardCharsets.UTF_8));
    entries.put("plan", content(plan));
    entries.put("stored.tfstate", StateFile.write(plan.stored()));
    entries.put("prior.tfstate", StateFile.write(plan.prior()));
    entries.put("configuration", configuration(plan.configuration().contents()));
    StringBuilder checksums = new StringBuilder();
    entries.forEach(
        (name, bytes) ->
            checksums
                .append(HexFormat.of().formatHex(sha256().digest(bytes)))
                .append("  ")
                .append(name)
                .append('\n'));
    entries.put(CHECKSUMS, checksums.toString().getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setTime(0);
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * What tells one plan from another: {@code sha256:} and the digest of what it does, to which
   * state, by which configuration.
   */
  public static String digest(Plan plan) {
    MessageDigest digest = sha256();
    digest.update(content(plan));
    digest.update(plan.configuration().digest().getBytes(StandardCharsets.UTF_8));
    digest.update(
        (plan.stored().lineage() + " " + plan.stored().serial()).getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] content(Plan plan) {
    Set<String> kept = new HashSet<>();
    for (InputVariable variable : plan.configuration().root().module().variables().values()) {
      if (!variable.ephemeral()) {
        kept.add(variable.name());
      }
    }
    return PlanContent.write(plan, kept);
  }

  /**
   * Reads a plan's file.
   *
   * @param providers give the schemas of the values
   * @param program the name and version of this program, for messages
   * @throws PlanFileException if it is not one, or damaged
   */
  public static Plan read(byte[] file, Providers providers, String program) {
    Map<String, byte[]> entries = entries(file);
    if (!VERSION.equals(text(entries, "version"))) {
      throw new PlanFileException(
          "The plan file has another format ("
              + text(entries, "version")
              + "). Make a new plan with this version.");
    }
    verify(entries);
    try {
      PlanContent content = PlanContent.read(entry(entries, "plan"));
      State stored = StateFile.read(entry(entries, "stored.tfstate"), program);
      State prior = StateFile.read(entry(entries, "prior.tfstate"), program);
      Result<Configuration> loaded = Configuration.load(contents(entry(entries, "configuration")));
      if (loaded.hasErrors()) {
        throw new PlanFileException("The configuration in the plan file can't be read.");
      }
      return new Plan(
          content.options(),
          content.changes(),
          content.drift(),
          content.outputs(),
          content.moduleOutputs(),
          content.variables(),
          content.given(),
          stored,
          prior,
          loaded.get(),
          schemas(content, providers),
          content.checks(),
          content.errored(),
          Instant.parse(text(entries, "made")),
          content.workspace());
    } catch (IOException
        | StateFormatException
        | AddressException
        | dev.ingot.deploy.stored.CodecException
        | java.time.DateTimeException e) {
      throw damaged();
    }
  }

  private static PlanFileException damaged() {
    return new PlanFileException("The plan file is damaged. Make a new plan.");
  }

  private static Map<ProviderAddress, ProviderSchema> schemas(
      PlanContent content, Providers providers) {
    Map<ProviderAddress, ProviderSchema> schemas = new HashMap<>();
    try (ProviderPool pool = new ProviderPool(providers)) {
      for (ProviderAddress address : content.providers()) {
        pool.find(address).ifPresent(schema -> schemas.put(address, schema));
      }
    }
    return schemas;
  }

  private static Map<String, byte[]> entries(byte[] file) {
    Map<String, byte[]> entries = new HashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(file), StandardCharsets.UTF_8)) {
      long total = 0;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = zip.readNBytes((int) (LARGEST - total));
        total += bytes.length;
        if (total >= LARGEST) {
          throw new PlanFileException(
              "The plan file holds more than "
                  + (LARGEST >> 20)
                  + " MiB when it is unpacked, which is larger than this program reads. Check where"
                  + " it comes from, or make a new plan.");
        }
        entries.put(entry.getName(), bytes);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw damaged();
    }
    if (!entries.containsKey("version")) {
      throw new PlanFileException("The file is not a saved plan.");
    }
    return entries;
  }

  private static void verify(Map<String, byte[]> entries) {
    Map<String, String> sums = new HashMap<>();
    text(entries, CHECKSUMS)
        .lines()
        .forEach(
            line -> {
              int gap = line.indexOf("  ");
              if (gap > 0) {
                sums.put(line.substring(gap + 2), line.substring(0, gap));
              }
            });
    entries.forEach(
        (name, bytes) -> {
          boolean right =
              name.equals(CHECKSUMS)
                  || HexFormat.of().formatHex(sha256().digest(bytes)).equals(sums.get(name));
          if (!right) {
            throw damaged();
          }
        });
  }

  private static byte[] entry(Map<String, byte[]> entries, String name) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw damaged();
    }
    return bytes;
  }

  private static String text(Map<String, byte[]> entries, String name) {
    return new String(entry(entries, name), StandardCharsets.UTF_8);
  }

  private static byte[] configuration(Map<String, String> contents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      ValueWriter values = new ValueWriter(out);
      out.writeInt(contents.size());
      for (Map.Entry<String, String> file : contents.entrySet()) {
        values.text(file.getKey());
        values.text(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, String> contents(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ValueReader values = new ValueReader(in);
      Map<String, String> contents = new TreeMap<>();
      int count = values.count();
      for (int i = 0; i < count; i++) {
        String path = values.text();
        contents.put(path, values.text());
      }
      return contents;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
