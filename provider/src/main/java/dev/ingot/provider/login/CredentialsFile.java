package dev.ingot.provider.login;

import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * The tokens that were obtained by logging in: {@code credentials.tfrc.json}, readable by its owner
 * only and replaced as a whole. What it says of other hosts, and of other things, stays.
 *
 * @param file which need not exist
 */
public record CredentialsFile(Path file) {
  private static final String CREDENTIALS = "credentials";

  /** The one of a user. */
  public static CredentialsFile in(Path home) {
    return new CredentialsFile(home.resolve(".terraform.d").resolve("credentials.tfrc.json"));
  }

  /** The token of a host. */
  public Optional<String> token(String host) throws IOException {
    return Optional.ofNullable(hosts(read()).get(host))
        .flatMap(found -> Values.attribute(found, "token"))
        .flatMap(Values::text);
  }

  /** Keeps a token in the place of the one before. */
  public void store(String host, String token) throws IOException {
    change(host, Optional.of(Values.object(Map.of("token", Value.of(token)))));
  }

  /** Removes the token of a host; whether there was one. */
  public boolean forget(String host) throws IOException {
    return change(host, Optional.empty());
  }

  private boolean change(String host, Optional<Value> entry) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling(".");
    if (entry.isEmpty() && !Files.exists(file)) {
      return false;
    }
    Files.createDirectories(folder);
    // Two logins at once must not lose one of the tokens.
    try (FileChannel channel =
            FileChannel.open(
                file.resolveSibling("." + file.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      TreeMap<String, Value> all = read();
      TreeMap<String, Value> hosts = hosts(all);
      boolean known = hosts.containsKey(host);
      if (entry.isPresent()) {
        hosts.put(host, entry.get());
      } else if (!known) {
        return false;
      } else {
        hosts.remove(host);
      }
      all.put(CREDENTIALS, Values.object(hosts));
      String text = JsonDocument.text(json -> write(json, Values.object(all))) + "\n";
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), Access.PRIVATE);
      return known;
    }
  }

  private static void write(JsonGenerator json, Value value) {
    json.writeRawValue(ValueJson.format(value));
  }

  private TreeMap<String, Value> read() throws IOException {
    if (!Files.exists(file)) {
      return new TreeMap<>(Value.KEY_ORDER);
    }
    try {
      String text = new String(BoundedFile.read(file), StandardCharsets.UTF_8);
      return Values.entries(ValueJson.parse(text))
          .map(
              entries -> {
                TreeMap<String, Value> all = new TreeMap<>(Value.KEY_ORDER);
                all.putAll(entries);
                return all;
              })
          .orElseThrow(() -> damaged());
    } catch (ValueJsonException | JacksonException e) {
      throw damaged();
    }
  }

  private LoginException damaged() {
    return new LoginException(
        file + " is not a JSON object; repair it or move it away, so that nothing in it is lost");
  }

  private static TreeMap<String, Value> hosts(Map<String, Value> all) {
    TreeMap<String, Value> hosts = new TreeMap<>(Value.KEY_ORDER);
    Optional.ofNullable(all.get(CREDENTIALS)).flatMap(Values::entries).ifPresent(hosts::putAll);
    return hosts;
  }
}
