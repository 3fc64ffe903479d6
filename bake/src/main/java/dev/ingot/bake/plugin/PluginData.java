package dev.ingot.bake.plugin;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.DataSource;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.plugin.msgpack.PackException;
import dev.ingot.plugin.msgpack.ValueDecoder;
import dev.ingot.plugin.netrpc.Data;
import java.nio.file.Path;
import java.util.List;

/**
 * A data source of a plugin.
 *
 * @param type its name in templates
 * @param component its name in the plugin
 * @param output what it gives
 * @param folder the base of relative paths
 */
record PluginData(
    String type,
    PluginHost host,
    PluginProgram program,
    String component,
    Schema schema,
    Type output,
    Path folder)
    implements DataSource {
  @Override
  public void check(Arguments arguments) throws StepException, InterruptedException {
    configured(arguments).close();
  }

  @Override
  public Value read(Arguments arguments) throws StepException, InterruptedException {
    try (PluginComponent plugin = configured(arguments)) {
      Data answer = plugin.call("Execute", Data.nothing());
      PluginComponent.requireNoError(answer.field("Error"));
      return ValueDecoder.decode(answer.field("Value").bytes().orElse(new byte[0]), Type.DYNAMIC);
    } catch (PackException e) {
      throw new StepException(
          "The plugin "
              + program.accessor()
              + " gave a value for data source "
              + type
              + " that can't be read: "
              + e.getMessage()
              + ". Use another version of the plugin.");
    }
  }

  private PluginComponent configured(Arguments arguments)
      throws StepException, InterruptedException {
    PluginComponent plugin =
        host.start(program, ComponentKind.DATA_SOURCE, component, folder, new Cancellation());
    boolean done = false;
    try {
      Data _ = plugin.configure("Configure", List.of(Configurations.value(program, arguments)));
      done = true;
      return plugin;
    } finally {
      if (!done) {
        plugin.close();
      }
    }
  }
}
