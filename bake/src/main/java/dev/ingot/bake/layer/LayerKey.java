package dev.ingot.bake.layer;

import java.util.regex.Pattern;

/**
 * The key of a layer: a hash of all its inputs. Equal keys mean equal inputs.
 *
 * @param text 64 lower-case hexadecimal digits
 */
public record LayerKey(String text) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public LayerKey {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a layer key: " + text);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
