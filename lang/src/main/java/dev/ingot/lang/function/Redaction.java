package dev.ingot.lang.function;

import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;

/** Redacts sensitive values in the reason of a function's failure. */
final class Redaction {
  private static final String SHOWN = "(sensitive value)";

  /** Shorter texts than this are redacted only in quotes: they occur in ordinary words. */
  private static final int LEAST_LENGTH = 3;

  private Redaction() {}

  /** The failure without sensitive texts of the arguments and quoted parts of them. */
  static FunctionFailure apply(FunctionFailure failure, List<Value> arguments) {
    List<String> secrets = new ArrayList<>();
    for (Value argument : arguments) {
      if (Values.deepMarks(argument).sensitive()) {
        collect(argument, false, secrets);
      }
    }
    if (secrets.isEmpty()) {
      return failure;
    }
    String reason = failure.reason();
    for (String secret : secrets) {
      if (secret.length() >= LEAST_LENGTH) {
        reason = reason.replace(Quoting.quoted(secret), SHOWN).replace(secret, SHOWN);
      }
    }
    reason = withoutQuotedParts(reason, secrets);
    return failure.argument().isPresent()
        ? new FunctionFailure(failure.argument().getAsInt(), reason)
        : new FunctionFailure(reason);
  }

  private static void collect(Value value, boolean sensitive, List<String> secrets) {
    boolean here = sensitive || value.marks().sensitive();
    Value plain = value.unmarked();
    if (here && plain instanceof Value.StringValue(String text)) {
      secrets.add(text);
    } else if (here && plain instanceof Value.NumberValue number) {
      secrets.add(number.number().toString());
    } else {
      Arguments.entries(plain)
          .keySet()
          .forEach(
              key -> {
                if (here) {
                  secrets.add(key);
                }
              });
      Arguments.elements(plain).forEach(part -> collect(part, here, secrets));
    }
  }

  private static String withoutQuotedParts(String reason, List<String> secrets) {
    StringBuilder out = new StringBuilder();
    int copied = 0;
    int open = reason.indexOf('"');
    while (open >= 0) {
      int close = open + 1;
      while (close < reason.length() && reason.charAt(close) != '"') {
        close += reason.charAt(close) == '\\' ? 2 : 1;
      }
      if (close >= reason.length()) {
        break;
      }
      String quoted = reason.substring(open, close + 1);
      boolean secret =
          secrets.stream()
              .anyMatch(
                  text -> {
                    String whole = Quoting.quoted(text);
                    return whole
                        .substring(1, whole.length() - 1)
                        .contains(quoted.substring(1, quoted.length() - 1));
                  });
      if (secret && quoted.length() > 2) {
        out.append(reason, copied, open).append(SHOWN);
        copied = close + 1;
      }
      open = reason.indexOf('"', close + 1);
    }
    return out.append(reason, copied, reason.length()).toString();
  }
}
