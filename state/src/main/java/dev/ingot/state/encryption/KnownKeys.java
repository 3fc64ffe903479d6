package dev.ingot.state.encryption;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks for each key once: making one of a passphrase takes half a second, a service is on another
 * machine, and whoever could encrypt once can do so again when the network is gone.
 */
final class KnownKeys implements KeyProvider {
  private final String name;
  private final KeySource source;
  private final Map<String, byte[]> known = new HashMap<>();
  private final SortedMap<String, byte[]> meta = new TreeMap<>();
  private Optional<byte[]> encrypting = Optional.empty();

  /**
   * @param name how it is called in what is kept
   */
  KnownKeys(String name, KeySource source) {
    this.name = name;
    this.source = source;
  }

  @Override
  public synchronized byte[] encrypting(SortedMap<String, byte[]> into) {
    if (encrypting.isEmpty()) {
      TreeMap<String, byte[]> others = new TreeMap<>();
      KeySource.Key key = source.create(others);
      if (key.meta().isPresent() && others.putIfAbsent(name, key.meta().get()) != null) {
        throw new EncryptionException(
            "Two key providers of one method keep something by the name "
                + name
                + ". Give one of them another encrypted_metadata_alias.");
      }
      meta.putAll(others);
      known.put(text(others), key.bytes());
      encrypting = Optional.of(key.bytes());
    }
    into.putAll(meta);
    return encrypting.get();
  }

  @Override
  public synchronized byte[] decrypting(Map<String, byte[]> kept) {
    String text = text(new TreeMap<>(kept));
    byte[] key = known.get(text);
    if (key == null) {
      key = source.restore(Optional.ofNullable(kept.get(name)), kept);
      known.put(text, key);
    }
    return key;
  }

  private static String text(SortedMap<String, byte[]> kept) {
    StringBuilder text = new StringBuilder();
    kept.forEach(
        (each, bytes) ->
            text.append(Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8)))
                .append('=')
                .append(Base64.getEncoder().encodeToString(bytes))
                .append('\n'));
    return text.toString();
  }
}
