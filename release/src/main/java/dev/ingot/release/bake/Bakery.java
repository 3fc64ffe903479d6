package dev.ingot.release.bake;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.OnError;
import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.Template;
import dev.ingot.bake.template.TemplateBlocks;
import dev.ingot.bake.template.VariableInputs;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.registry.catalog.Version;
import java.nio.file.Path;
import java.util.List;

/** Bakes the templates of a folder. */
public interface Bakery {
  /** How deeply a template is checked. */
  enum Depth {
    /** Only its blocks are read, without values. */
    SYNTAX,
    /** Names have values; those of data sources are unknown. */
    VALUES,
    /** Data sources are read, too. */
    DATA
  }

  /** Checks templates without baking; returns the diagnostics. */
  List<Diagnostic> validate(Request request, Depth depth);

  /**
   * What a template needs that this program isn't: another version of the language.
   *
   * @return errors, those of its blocks included
   */
  List<Diagnostic> needs(Request request);

  /** Reads the blocks of a template, without values. */
  TemplateBlocks parse(Request request, Diagnostics diagnostics);

  /**
   * Reads a template and gives its names values.
   *
   * @param diagnostics receives the diagnostics
   */
  Template load(Request request, Diagnostics diagnostics);

  /**
   * Bakes. Steps whose key is cached are not run again.
   *
   * @param observer receives events, from one thread at a time
   * @param cancellation ends all builds; what was baked by then is kept
   */
  Result bake(Request request, BakeEvent.Observer observer, Cancellation cancellation)
      throws InterruptedException;

  /**
   * A request to bake.
   *
   * @param templates a folder, or one template
   * @param workingFolder where relative paths in templates start; {@code path.cwd}
   * @param parallel how many builds run at once; 0 for all
   * @param force whether steps are run again although their layers are there
   */
  record Request(
      Path templates,
      Path workingFolder,
      VariableInputs inputs,
      BuildSelection selection,
      int parallel,
      OnError onError,
      boolean force) {
    /** All builds of a folder, whose relative paths start in it. */
    public static Request all(Path templates, VariableInputs inputs) {
      return all(templates, inputs, false);
    }

    /** The same; {@code force} runs steps again. */
    public static Request all(Path templates, VariableInputs inputs, boolean force) {
      return new Request(
          templates, templates, inputs, BuildSelection.ALL, 0, OnError.CLEANUP, force);
    }
  }

  /**
   * How a bake ended.
   *
   * @param diagnostics errors and warnings, in order
   */
  record Result(List<Diagnostic> diagnostics, End end) {
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** How a bake ended. */
  sealed interface End {
    /** Every build has a version, in the order of the template. */
    record Baked(List<Version> versions) implements End {
      public Baked {
        versions = List.copyOf(versions);
      }
    }

    /** The templates have errors: nothing was run. */
    record Invalid() implements End {}

    /** A build failed; versions of the others may exist. */
    record Failed() implements End {}

    /** It was cancelled; what was baked is kept. */
    record Cancelled() implements End {}
  }
}
