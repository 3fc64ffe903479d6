package dev.ingot.bake.template;

import java.util.regex.Pattern;

/** A glob for names of builds, as in {@code -only} and {@code -except}. */
public final class NamePattern {
  private final Pattern pattern;

  private NamePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Reads a glob: {@code *}, {@code ?}, and everything else literally. */
  public static NamePattern of(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return new NamePattern(Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  /** Whether the whole name matches. */
  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
