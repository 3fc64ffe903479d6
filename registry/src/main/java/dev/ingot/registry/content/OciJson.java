package dev.ingot.registry.content;

import dev.ingot.registry.json.JsonIn;
import dev.ingot.registry.json.JsonOut;
import dev.ingot.storage.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The documents of the OCI image specification as JSON. Reading throws IllegalArgumentException.
 */
final class OciJson {
  private OciJson() {}

  static byte[] writeIndex(List<Descriptor> manifests) {
    return JsonOut.document(
        out ->
            out.number("schemaVersion", 2)
                .text("mediaType", MediaTypes.INDEX)
                .objects("manifests", manifests, entry -> descriptor(out, entry)));
  }

  static List<Descriptor> readIndex(byte[] json) {
    return JsonIn.document(
        json,
        in -> {
          List<Descriptor> manifests = new ArrayList<>();
          in.members(
              name -> {
                if (name.equals("manifests")) {
                  manifests.addAll(in.elements(OciJson::descriptor));
                } else {
                  in.skip();
                }
              });
          return manifests;
        });
  }

  /**
   * The media type of a manifest or index; empty if it is neither. Old ones don't name it
   * themselves.
   */
  static Optional<String> documentType(byte[] json) {
    try {
      return JsonIn.document(
          json,
          in -> {
            Map<String, String> found = new HashMap<>();
            in.members(
                name -> {
                  switch (name) {
                    case "mediaType" -> found.put(name, in.text());
                    case "manifests" -> {
                      found.put("type", MediaTypes.INDEX);
                      in.skip();
                    }
                    case "layers" -> {
                      found.put("type", MediaTypes.MANIFEST);
                      in.skip();
                    }
                    default -> in.skip();
                  }
                });
            String named = found.getOrDefault("mediaType", "");
            return MediaTypes.isManifest(named) || MediaTypes.isIndex(named)
                ? Optional.of(named)
                : Optional.ofNullable(found.get("type"));
          });
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static byte[] writeManifest(Manifest manifest) {
    return JsonOut.document(
        out -> {
          out.number("schemaVersion", 2)
              .text("mediaType", MediaTypes.MANIFEST)
              .optionalText("artifactType", manifest.artifactType())
              .object("config", member -> descriptor(member, manifest.config()))
              .objects("layers", manifest.layers(), layer -> descriptor(out, layer));
          manifest
              .subject()
              .ifPresent(subject -> out.object("subject", member -> descriptor(member, subject)));
          out.texts("annotations", manifest.annotations());
        });
  }

  static Manifest readManifest(byte[] json) {
    return JsonIn.document(
        json,
        in -> {
          Map<String, String> texts = new HashMap<>();
          Map<String, Descriptor> single = new HashMap<>();
          List<Descriptor> layers = new ArrayList<>();
          Map<String, String> annotations = new HashMap<>();
          in.members(
              name -> {
                switch (name) {
                  case "artifactType" -> texts.put(name, in.text());
                  case "config", "subject" -> single.put(name, descriptor(in));
                  case "layers" -> layers.addAll(in.elements(OciJson::descriptor));
                  case "annotations" -> annotations.putAll(in.texts());
                  default -> in.skip();
                }
              });
          return new Manifest(
              Optional.ofNullable(texts.get("artifactType")),
              Optional.ofNullable(single.get("config"))
                  .orElseThrow(() -> new IllegalArgumentException("the manifest has no config")),
              layers,
              Optional.ofNullable(single.get("subject")),
              annotations);
        });
  }

  static byte[] writeConfig(ImageConfig config) {
    return JsonOut.document(
        out ->
            out.optionalText("created", config.created())
                .textUnlessEmpty("author", config.author())
                .text("architecture", config.platform().architecture())
                .text("os", config.platform().os())
                .optionalText("variant", config.platform().variant())
                .object("config", member -> execution(member, config))
                .object(
                    "rootfs",
                    member -> {
                      member.text("type", "layers");
                      member.array("diff_ids", config.diffIds());
                    })
                .objects("history", config.history(), step -> history(out, step)));
  }

  static ImageConfig readConfig(byte[] json) {
    return JsonIn.document(
        json,
        in -> {
          Map<String, String> texts = new HashMap<>();
          ImageConfig.Builder read = ImageConfig.empty(new Platform("", "")).toBuilder();
          in.members(
              name -> {
                switch (name) {
                  case "architecture", "os", "variant", "author" -> texts.put(name, in.text());
                  case "created" -> read.created(instant(in.text()));
                  case "config" -> {
                    if (!in.isNull()) {
                      in.members(member -> execution(in, member, read));
                    }
                  }
                  case "rootfs" ->
                      in.members(
                          member -> {
                            if (member.equals("diff_ids")) {
                              read.diffIds(in.elements(id -> Digest.parse(id.text())));
                            } else {
                              in.skip();
                            }
                          });
                  case "history" -> read.history(in.elements(OciJson::history));
                  default -> in.skip();
                }
              });
          return read.author(texts.getOrDefault("author", ""))
              .platform(
                  new Platform(
                      texts.getOrDefault("os", ""),
                      texts.getOrDefault("architecture", ""),
                      Optional.ofNullable(texts.get("variant")).filter(text -> !text.isEmpty())))
              .build();
        });
  }

  private static void execution(JsonOut out, ImageConfig config) {
    out.textUnlessEmpty("User", config.user());
    names(out, "ExposedPorts", config.exposedPorts());
    out.texts("Env", config.environment())
        .texts("Entrypoint", config.entrypoint())
        .texts("Cmd", config.command());
    names(out, "Volumes", config.volumes());
    out.textUnlessEmpty("WorkingDir", config.workingDirectory())
        .texts("Labels", config.labels())
        .textUnlessEmpty("StopSignal", config.stopSignal());
  }

  private static void execution(JsonIn in, String member, ImageConfig.Builder read) {
    if (in.isNull()) {
      return;
    }
    switch (member) {
      case "User" -> read.user(in.text());
      case "ExposedPorts" -> read.exposedPorts(in.names());
      case "Env" -> read.environment(in.elements(JsonIn::text));
      case "Entrypoint" -> read.entrypoint(in.elements(JsonIn::text));
      case "Cmd" -> read.command(in.elements(JsonIn::text));
      case "Volumes" -> read.volumes(in.names());
      case "WorkingDir" -> read.workingDirectory(in.text());
      case "Labels" -> read.labels(in.texts());
      case "StopSignal" -> read.stopSignal(in.text());
      default -> in.skip();
    }
  }

  private static void names(JsonOut out, String name, List<String> names) {
    if (!names.isEmpty()) {
      out.object(
          name,
          member ->
              names.stream().sorted().distinct().forEach(each -> member.object(each, _ -> {})));
    }
  }

  private static void history(JsonOut out, HistoryEntry step) {
    out.optionalText("created", step.created())
        .textUnlessEmpty("created_by", step.createdBy())
        .textUnlessEmpty("comment", step.comment());
    if (step.emptyLayer()) {
      out.flag("empty_layer", true);
    }
  }

  private static HistoryEntry history(JsonIn in) {
    Map<String, String> texts = new HashMap<>();
    in.members(
        name -> {
          switch (name) {
            case "created", "created_by", "comment" -> texts.put(name, in.text());
            case "empty_layer" -> texts.put(name, Boolean.toString(in.flag()));
            default -> in.skip();
          }
        });
    return new HistoryEntry(
        Optional.ofNullable(texts.get("created")).map(OciJson::instant),
        texts.getOrDefault("created_by", ""),
        texts.getOrDefault("comment", ""),
        Boolean.parseBoolean(texts.getOrDefault("empty_layer", "false")));
  }

  private static void descriptor(JsonOut out, Descriptor descriptor) {
    out.text("mediaType", descriptor.mediaType())
        .text("digest", descriptor.digest().toString())
        .number("size", descriptor.size())
        .texts("annotations", descriptor.annotations());
    descriptor
        .platform()
        .ifPresent(
            platform ->
                out.object(
                    "platform",
                    member ->
                        member
                            .text("architecture", platform.architecture())
                            .text("os", platform.os())
                            .optionalText("variant", platform.variant())));
  }

  private static Descriptor descriptor(JsonIn in) {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> annotations = new HashMap<>();
    Map<String, String> platform = new HashMap<>();
    AtomicLong size = new AtomicLong(-1);
    in.members(
        name -> {
          switch (name) {
            case "mediaType", "digest" -> texts.put(name, in.text());
            case "size" -> size.set(in.number());
            case "annotations" -> annotations.putAll(in.texts());
            case "platform" ->
                in.members(
                    member -> {
                      switch (member) {
                        case "os", "architecture", "variant" -> platform.put(member, in.text());
                        default -> in.skip();
                      }
                    });
            default -> in.skip();
          }
        });
    return new Descriptor(
        required(texts, "mediaType"),
        Digest.parse(required(texts, "digest")),
        size.get(),
        annotations,
        platform.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Platform(
                    required(platform, "os"),
                    required(platform, "architecture"),
                    Optional.ofNullable(platform.get("variant")))));
  }

  private static String required(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: " + text, e);
    }
  }
}
