package dev.ingot.lang.fuzz;

import dev.ingot.lang.value.ValueJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** What fuzzing starts from: all recorded expressions, and texts with all of the syntax. */
public final class Seeds {
  private static final String BODY =
      """
      # a comment
      a = 1 + 2 * -3 # more
      b "label" {
        x = [1, "two", { three = 3, (a) : null }]
        y = "t${a}%{ if c ~} d %{ else }e%{ endif }"
        z = <<-EOT
          line ${x}
            %{ for i in list ~}
            ${i}
            %{ endfor ~}
        EOT
      }
      b label { c = 1 }
      locals {
        s = object[*].b.0, t = list.*.c
        f = core::max(1, list...)
        g = { for k, v in object : k => v... if k != "a" }
        h = [for v in list : upper(v)]
        i = c ? d : e /* inner */
        j = !(a >= 1 && b <= 2 || d == e)
      }
      variable "v" {
        type = list(string)
      }
      """;
  private static final String JSON =
      """
      {"a": "x${b}", "b": {"label": [{"c": [1, 2.5e3, null, true]}, {"d": "\\u00e9\\n"}]},
       "//": "comment", "locals": {"e": {"f": "%{ if g }h%{ endif }"}}}
      """;

  private Seeds() {}

  static Set<String> all() throws IOException {
    Set<String> seeds = new LinkedHashSet<>(List.of("", BODY, JSON));
    for (String group : groups()) {
      for (String expression : expressions(group)) {
        seeds.add(expression);
        seeds.add("a = " + expression + "\n");
      }
    }
    return seeds;
  }

  private static List<String> groups() throws IOException {
    List<String> groups = new ArrayList<>();
    try (InputStream levels = Seeds.class.getResourceAsStream("/expressions/levels.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(levels, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        groups.add(line.substring(0, line.indexOf(' ')));
      }
    }
    return groups;
  }

  private static List<String> expressions(String group) throws IOException {
    List<String> expressions = new ArrayList<>();
    try (InputStream packed =
            Seeds.class.getResourceAsStream("/expressions/" + group + ".jsonl.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try (JsonParser parser =
            ValueJson.factory().createParser(ObjectReadContext.empty(), line)) {
          parser.nextToken();
          while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = parser.currentName().equals("expr");
            parser.nextToken();
            if (wanted) {
              expressions.add(parser.getString());
            }
            parser.skipChildren();
          }
        }
      }
    }
    return expressions;
  }

  /** Writes every seed to a file of its own in the folder given. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    int number = 0;
    for (String seed : all()) {
      Files.write(folder.resolve("seed-" + number), FuzzTarget.bytes(seed));
      number++;
    }
  }
}
