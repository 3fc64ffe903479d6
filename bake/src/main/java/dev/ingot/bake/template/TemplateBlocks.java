package dev.ingot.bake.template;

import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.TypeConstraint;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The blocks of a template as written, not evaluated.
 *
 * @param folder the template's folder; {@code path.root}
 * @param files its files, in the order they were read
 * @param settings of its {@code packer} blocks
 * @param variables by name, in source order
 * @param locals by name, in source order
 * @param sources in source order
 * @param data data sources in source order
 * @param builds the build blocks in source order; they are read once names have values
 * @param bucket the settings of an {@code hcp_packer_registry} block outside of builds
 */
public record TemplateBlocks(
    Path folder,
    List<SourceFile> files,
    Settings settings,
    Map<String, Variable> variables,
    Map<String, Local> locals,
    Map<SourceName, Source> sources,
    Map<SourceName, Source> data,
    List<Body.Block> builds,
    Optional<BucketBlock> bucket) {

  public TemplateBlocks {
    files = List.copyOf(files);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    locals = Collections.unmodifiableMap(new LinkedHashMap<>(locals));
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    builds = List.copyOf(builds);
  }

  /** The settings of the {@code packer} blocks. */
  public record Settings(List<VersionConstraint> requiredVersions, List<RequiredPlugin> plugins) {
    public Settings {
      requiredVersions = List.copyOf(requiredVersions);
      plugins = List.copyOf(plugins);
    }
  }

  /** {@code required_version}. */
  public record VersionConstraint(String constraint, SourceRange range) {}

  /** One entry of {@code required_plugins}. */
  public record RequiredPlugin(String name, String source, String version, SourceRange range) {}

  /**
   * A {@code variable} block.
   *
   * @param type the declared type; empty for the type of the default
   * @param defaultValue the default; empty if a value is required
   */
  public record Variable(
      String name,
      Optional<TypeConstraint> type,
      Optional<Expression> defaultValue,
      String description,
      boolean sensitive,
      List<Validation> validations,
      SourceRange range) {
    public Variable {
      validations = List.copyOf(validations);
    }
  }

  /** A {@code validation} block. */
  public record Validation(Expression condition, Expression errorMessage, SourceRange range) {}

  /** One local value, of a {@code locals} or a {@code local} block. */
  public record Local(String name, Expression expression, boolean sensitive, SourceRange range) {}

  /** The two labels of a source: {@code rootfs.hello}. */
  public record SourceName(String type, String name) {
    @Override
    public String toString() {
      return type + "." + name;
    }
  }

  /** A {@code source} block at the top, or a {@code data} block. */
  public record Source(SourceName name, Body body, SourceRange range) {}

  /**
   * A {@code build} block.
   *
   * @param name its name; may be empty
   * @param bucket the settings of its {@code hcp_packer_registry} block
   */
  public record Build(
      Optional<Expression> name,
      Optional<Expression> description,
      Optional<BucketBlock> bucket,
      List<SourceUse> sources,
      List<Step> provisioners,
      Optional<Step> errorCleanup,
      List<List<Step>> postProcessors,
      SourceRange range) {
    public Build {
      sources = List.copyOf(sources);
      provisioners = List.copyOf(provisioners);
      postProcessors = List.copyOf(postProcessors);
    }
  }

  /** An {@code hcp_packer_registry} block: the bucket of the image, and its labels. */
  public record BucketBlock(
      Optional<Expression> name,
      Optional<Expression> description,
      Optional<Expression> bucketLabels,
      Optional<Expression> buildLabels,
      Iterators iterators,
      SourceRange range) {}

  /**
   * A source named by a build.
   *
   * @param localName another name for it in this build
   * @param additions arguments the build adds
   * @param iterators the iterators of surrounding {@code dynamic} blocks
   */
  public record SourceUse(
      SourceName source,
      Optional<Expression> localName,
      Optional<Body> additions,
      Iterators iterators,
      SourceRange range) {}

  /**
   * A provisioner or post-processor block.
   *
   * @param meta the common arguments, by name
   * @param body its own arguments
   * @param iterators the iterators of surrounding {@code dynamic} blocks
   */
  public record Step(
      String type,
      Map<String, Body.Attribute> meta,
      Body body,
      Iterators iterators,
      SourceRange range) {
    public Step {
      meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
    }
  }
}
