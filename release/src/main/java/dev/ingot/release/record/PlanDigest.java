package dev.ingot.release.record;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifies a plan in a record: SHA-256 over the configuration's digest and, of each change in
 * order of addresses, the address, the deposed key, the action, and the objects before and after as
 * JSON with unknown parts null; each as four bytes of length and its UTF-8 bytes.
 */
public final class PlanDigest {
  private PlanDigest() {}

  /** The digest of a plan. */
  public static String of(Plan plan) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, plan.configuration().digest());
      for (ResourceChange change : plan.changes()) {
        update(digest, change.address().toString());
        update(digest, change.deposed().map(Object::toString).orElse(""));
        update(digest, change.action().name());
        update(digest, json(change.before()));
        update(digest, json(change.after()));
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String json(Value value) {
    return ValueJson.format(
        Values.transform(
            Values.unmarkDeep(value).value(),
            (path, part) -> part.isKnown() ? part : Value.nullOf(part.type())));
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
