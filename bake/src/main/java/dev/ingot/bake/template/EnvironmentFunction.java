package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions including {@code env}, which only defaults of variables may call. */
public record EnvironmentFunction(Scope.Functions functions, Map<String, String> environment)
    implements Scope.Functions {
  public EnvironmentFunction {
    environment = Map.copyOf(environment);
  }

  @Override
  public Optional<Scope.Function> find(String name) {
    return name.equals("env") ? Optional.of(this::read) : functions.find(name);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(functions.names());
    names.add("env");
    return names;
  }

  private Value read(Scope.Call call, Diagnostics diagnostics) {
    if (call.arguments().size() == 1
        && call.arguments().getFirst().unmarked() instanceof Value.StringValue(String name)) {
      return Value.of(environment.getOrDefault(name, ""))
          .marked(call.arguments().getFirst().marks());
    }
    diagnostics.error(
        "Invalid call of env", "env takes the name of one environment variable.", call.range());
    return Value.unknown(dev.ingot.lang.value.Type.STRING);
  }
}
