package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Functions, of which those that read files resolve relative paths against the template's folder,
 * as in Packer. They also understand paths that start with {@code path.root}, which is relative to
 * the working folder.
 *
 * @param root {@code path.root}
 * @param folder of the template, absolute
 */
record FileFunctions(Scope.Functions functions, String root, Path folder)
    implements Scope.Functions {
  private static final Set<String> READING =
      Set.of(
          "file",
          "fileexists",
          "fileset",
          "filebase64",
          "filebase64sha256",
          "filebase64sha512",
          "filemd5",
          "filesha1",
          "filesha256",
          "filesha512",
          "templatefile");

  @Override
  public Optional<Scope.Function> find(String name) {
    Optional<Scope.Function> found = functions.find(name);
    return READING.contains(name) ? found.map(Reading::new) : found;
  }

  @Override
  public List<String> names() {
    return functions.names();
  }

  @Override
  public Optional<String> whyMissing(String name) {
    return functions.whyMissing(name);
  }

  private final class Reading implements Scope.Function {
    private final Scope.Function function;

    Reading(Scope.Function function) {
      this.function = function;
    }

    @Override
    public Optional<Scope.Signature> signature() {
      return function.signature();
    }

    @Override
    public Value call(Scope.Call call, Diagnostics diagnostics) {
      List<Value> arguments = new ArrayList<>(call.arguments());
      if (!arguments.isEmpty()
          && arguments.getFirst().unmarked() instanceof Value.StringValue(String path)
          && (path.equals(root) || path.startsWith(root + "/"))) {
        String rest = path.substring(Math.min(path.length(), root.length() + 1));
        arguments.set(
            0, Value.of(folder.resolve(rest).toString()).marked(arguments.getFirst().marks()));
      }
      return function.call(
          new Scope.Call(
              call.name(),
              arguments,
              call.argumentRanges(),
              call.nameRange(),
              call.range(),
              call.scope()),
          diagnostics);
    }
  }
}
