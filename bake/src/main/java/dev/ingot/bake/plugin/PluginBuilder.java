package dev.ingot.bake.plugin;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.plugin.netrpc.Data;
import java.util.ArrayList;
import java.util.List;

/**
 * A builder of a plugin.
 *
 * @param type its name in templates
 * @param component its name in the plugin
 */
record PluginBuilder(
    String type, PluginHost host, PluginProgram program, String component, Schema schema)
    implements Builder {
  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<Data> configurations = Configurations.of(program, arguments, build);
    List<String> generated = new ArrayList<>();
    if (!Configurations.areKnown(arguments)) {
      // Only data sources that aren't read leave a source's arguments open, and only validation
      // leaves them unread.
      return new PluginSource(this, build, arguments, configurations, generated);
    }
    PluginChecks.check(
        arguments,
        diagnostics,
        () -> {
          try (PluginComponent plugin = start(build, new Cancellation())) {
            Data answer = plugin.configure("Prepare", configurations);
            answer
                .field("Warnings")
                .texts()
                .forEach(
                    warning ->
                        diagnostics.add(
                            Diagnostic.warning(
                                "Warning of the plugin", warning, arguments.block())));
            generated.addAll(answer.field("GeneratedVars").texts());
          }
        });
    return new PluginSource(this, build, arguments, configurations, generated);
  }

  PluginComponent start(BuildIdentity build, Cancellation cancellation)
      throws StepException, InterruptedException {
    return host.start(
        program, ComponentKind.BUILDER, component, build.workingFolder(), cancellation);
  }
}
