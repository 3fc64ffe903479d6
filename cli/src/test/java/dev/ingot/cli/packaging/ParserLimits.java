package dev.ingot.cli.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Has the JSON parser compare decimals with the limits of int and long; tells what it answers. */
public final class ParserLimits implements Supplier<List<String>> {
  @Override
  public List<String> get() {
    List<String> answers = new ArrayList<>();
    for (String number :
        List.of(
            "1.5",
            "2147483647.0",
            "2147483648.0",
            "-2147483649.0",
            "9223372036854775808.0",
            "1e9")) {
      try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), number)) {
        parser.nextToken();
        answers.add(parser.getDecimalValue().toString());
        answers.add(whole(parser::getIntValue));
        answers.add(whole(parser::getLongValue));
      }
    }
    return answers;
  }

  private static String whole(Supplier<Number> number) {
    try {
      return number.get().toString();
    } catch (JacksonException e) {
      return e.getOriginalMessage();
    }
  }
}
