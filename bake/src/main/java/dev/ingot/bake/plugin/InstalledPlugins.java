package dev.ingot.bake.plugin;

import dev.ingot.bake.Builder;
import dev.ingot.bake.Components;
import dev.ingot.bake.DataSource;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.template.BuildUnit;
import dev.ingot.bake.template.DataSources;
import dev.ingot.bake.template.TemplateBlocks;
import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.plugin.protobuf.MalformedMessageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The components of the plugins on this host. A plugin runs only when a template names a component
 * that Ingot doesn't have itself.
 *
 * @param files where plugins are
 */
public record InstalledPlugins(PluginFiles files, PluginHost host, HostPrograms programs)
    implements DataSources.Others {
  /** Those in the folders that Packer uses; they log as {@code PACKER_LOG} says. */
  public static InstalledPlugins of(
      Map<String, String> environment, HostPrograms programs, BakeJournal journal) {
    Path temporary = Path.of(environment.getOrDefault("TMPDIR", "/tmp"));
    return new InstalledPlugins(
        PluginFiles.of(environment),
        new PluginHost(temporary, PluginLog.of(environment, System.err), journal),
        programs);
  }

  /**
   * Adds the components of plugins that builds name.
   *
   * @param own those that need no plugin
   * @param blocks of the template, which say what it requires
   * @param diagnostics receives what is wrong with plugins; a component that no plugin has is left
   *     out
   */
  public Components complete(
      Components own, TemplateBlocks blocks, List<BuildUnit> units, Diagnostics diagnostics) {
    Search search = new Search(blocks, diagnostics);
    for (BuildUnit unit : units) {
      search.collect(ComponentKind.BUILDER, unit.identity().sourceType(), unit.source().body());
      unit.use()
          .additions()
          .ifPresent(
              more -> search.collect(ComponentKind.BUILDER, unit.identity().sourceType(), more));
      Build build = unit.build();
      build
          .provisioners()
          .forEach(step -> search.collect(ComponentKind.PROVISIONER, step.type(), step.body()));
      build
          .errorCleanup()
          .ifPresent(step -> search.collect(ComponentKind.PROVISIONER, step.type(), step.body()));
      for (List<Step> chain : build.postProcessors()) {
        chain.forEach(
            step -> search.collect(ComponentKind.POST_PROCESSOR, step.type(), step.body()));
      }
    }
    for (BuildUnit unit : units) {
      search.builder(unit, own);
      Build build = unit.build();
      List<Step> steps = new ArrayList<>(build.provisioners());
      build.errorCleanup().ifPresent(steps::add);
      steps.forEach(step -> search.provisioner(step, own));
      build.postProcessors().forEach(chain -> chain.forEach(step -> search.post(step, own)));
    }
    return search.added(own);
  }

  @Override
  public Map<String, DataSource> find(
      TemplateBlocks blocks,
      Map<String, DataSource> known,
      Path workingFolder,
      Diagnostics diagnostics) {
    Search search = new Search(blocks, diagnostics);
    Map<String, DataSource> found = new LinkedHashMap<>();
    for (TemplateBlocks.Source source : blocks.data().values()) {
      String type = source.name().type();
      if (!known.containsKey(type) && !found.containsKey(type)) {
        search.data(type, source.range(), workingFolder).ifPresent(data -> found.put(type, data));
      }
    }
    return found;
  }

  /** One look for components; a plugin is described once. */
  private final class Search {
    private final TemplateBlocks blocks;
    private final Diagnostics diagnostics;
    private final Map<String, Optional<PluginProgram>> programs = new LinkedHashMap<>();
    private final Map<ComponentKind, Map<String, List<Body>>> bodies =
        new EnumMap<>(ComponentKind.class);
    private final Map<String, Builder> builders = new LinkedHashMap<>();
    private final Map<String, Provisioner> provisioners = new LinkedHashMap<>();
    private final Map<String, PostProcessor> postProcessors = new LinkedHashMap<>();

    Search(TemplateBlocks blocks, Diagnostics diagnostics) {
      this.blocks = blocks;
      this.diagnostics = diagnostics;
    }

    /** What the blocks of a component give, for one that doesn't tell its arguments. */
    void collect(ComponentKind kind, String type, Body body) {
      bodies
          .computeIfAbsent(kind, _ -> new LinkedHashMap<>())
          .computeIfAbsent(type, _ -> new ArrayList<>())
          .add(body);
    }

    private Schema open(ComponentKind kind, String type) {
      return OpenSchema.of(bodies.getOrDefault(kind, Map.of()).getOrDefault(type, List.of()));
    }

    void builder(BuildUnit unit, Components own) {
      String type = unit.identity().sourceType();
      if (!own.builders().containsKey(type) && !builders.containsKey(type)) {
        find(ComponentKind.BUILDER, type, unit.source().range())
            .ifPresent(
                found ->
                    builders.put(
                        type,
                        new PluginBuilder(
                            type, host, found.program(), found.component(), found.schema())));
      }
    }

    void provisioner(Step step, Components own) {
      String type = step.type();
      if (!own.provisioners().containsKey(type) && !provisioners.containsKey(type)) {
        find(ComponentKind.PROVISIONER, type, step.range())
            .ifPresent(
                found ->
                    provisioners.put(
                        type,
                        new PluginProvisioner(
                            type, host, found.program(), found.component(), found.schema())));
      }
    }

    void post(Step step, Components own) {
      String type = step.type();
      if (!own.postProcessors().containsKey(type) && !postProcessors.containsKey(type)) {
        find(ComponentKind.POST_PROCESSOR, type, step.range())
            .ifPresent(
                found ->
                    postProcessors.put(
                        type,
                        new PluginPostProcessor(
                            type, host, found.program(), found.component(), found.schema())));
      }
    }

    Optional<DataSource> data(String type, SourceRange place, Path folder) {
      return find(ComponentKind.DATA_SOURCE, type, place)
          .map(
              found ->
                  new PluginData(
                      type,
                      host,
                      found.program(),
                      found.component(),
                      found.schema(),
                      found.output(),
                      folder));
    }

    Components added(Components own) {
      Map<String, Builder> allBuilders = new LinkedHashMap<>(own.builders());
      allBuilders.putAll(builders);
      Map<String, Provisioner> allProvisioners = new LinkedHashMap<>(own.provisioners());
      allProvisioners.putAll(provisioners);
      Map<String, PostProcessor> allPostProcessors = new LinkedHashMap<>(own.postProcessors());
      allPostProcessors.putAll(postProcessors);
      return new Components(allBuilders, allProvisioners, allPostProcessors, own.dataSources());
    }

    /**
     * A component.
     *
     * @param output what it gives, if it is a data source
     */
    private record Found(PluginProgram program, String component, Schema schema, Type output) {}

    private Optional<Found> find(ComponentKind kind, String type, SourceRange place) {
      try {
        // The longest name first: the plugin a-b has "a-b-c" before the plugin a has it.
        for (int end = type.length(); end > 0; end = type.lastIndexOf('-', end - 1)) {
          Optional<PluginProgram> program = program(type.substring(0, end));
          if (program.isPresent()) {
            for (String component :
                program.get().description().components().getOrDefault(kind, List.of())) {
              if (PluginDescription.name(program.get().accessor(), component).equals(type)) {
                return Optional.of(described(program.get(), kind, component, type));
              }
            }
          }
        }
        Optional<PluginProgram> single =
            kind == ComponentKind.DATA_SOURCE ? Optional.empty() : files.single(kind, type);
        if (single.isPresent()) {
          String component =
              single.get().description().components().getOrDefault(kind, List.of()).getFirst();
          return Optional.of(new Found(single.get(), component, open(kind, type), Type.DYNAMIC));
        }
      } catch (StepException e) {
        diagnostics.error("Plugin doesn't work", e.describe(), place);
      } catch (IOException e) {
        diagnostics.error(
            "Plugin doesn't work", "A plugin can't be read: " + e.getMessage() + ".", place);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Optional.empty();
    }

    private Optional<PluginProgram> program(String accessor)
        throws StepException, IOException, InterruptedException {
      Optional<PluginProgram> known = programs.get(accessor);
      if (known != null) {
        return known;
      }
      Optional<RequiredPlugin> wanted =
          blocks.settings().plugins().stream()
              .filter(plugin -> plugin.name().equals(accessor))
              .findFirst();
      Optional<Path> file =
          wanted.isPresent() ? locked(wanted.get()) : files.find(accessor, wanted);
      Optional<PluginProgram> program =
          file.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  PluginHost.describe(accessor, file.get(), InstalledPlugins.this.programs));
      programs.put(accessor, program);
      return program;
    }

    /** The program of a required plugin, of the version in the lock file where there is one. */
    private Optional<Path> locked(RequiredPlugin wanted) throws StepException, IOException {
      Optional<PluginLock.Locked> choice =
          PluginLock.read(blocks.folder(), diagnostics).find(wanted.source());
      if (choice.isEmpty()) {
        return files.find(wanted.name(), Optional.of(wanted));
      }
      String version = choice.get().version().toString();
      boolean allowed =
          VersionConstraints.parse(wanted.version())
              .map(constraints -> constraints.allow(choice.get().version()))
              .orElse(true);
      Optional<Path> file =
          files.find(
              wanted.name(),
              Optional.of(
                  new RequiredPlugin(wanted.name(), wanted.source(), version, wanted.range())));
      if (!allowed || file.isEmpty()) {
        throw new StepException(
            PluginLock.NAME
                + " has version "
                + version
                + " of "
                + wanted.source()
                + ", which "
                + (allowed
                    ? "isn't installed. Run \"ingot init\"."
                    : "the template no longer allows. Run \"ingot init -upgrade\"."));
      }
      return file;
    }

    private Found described(
        PluginProgram program, ComponentKind kind, String component, String type)
        throws StepException, InterruptedException {
      if (!program.description().specification()) {
        if (kind != ComponentKind.DATA_SOURCE) {
          return new Found(program, component, open(kind, type), Type.DYNAMIC);
        }
        throw new StepException(
            "The plugin "
                + program.accessor()
                + " "
                + program.description().version()
                + " is too old: it tells what its data source gives in a form that only Packer"
                + " reads. Use a version from 2024 on.");
      }
      try (PluginComponent plugin =
          host.start(program, kind, component, Path.of("").toAbsolutePath(), new Cancellation())) {
        Schema schema = Specification.read(plugin.specification("ConfigSpec", "ConfigSpec"));
        Type output =
            kind == ComponentKind.DATA_SOURCE
                ? Specification.read(plugin.specification("OutputSpec", "OutputSpec")).impliedType()
                : Type.DYNAMIC;
        return new Found(program, component, schema, output);
      } catch (MalformedMessageException e) {
        throw new StepException(
            "The plugin " + program.accessor() + " tells its arguments in an unknown form.");
      }
    }
  }
}
