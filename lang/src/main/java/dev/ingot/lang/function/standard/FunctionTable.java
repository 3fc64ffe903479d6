package dev.ingot.lang.function.standard;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.collections.CollectionFunctions;
import dev.ingot.lang.function.collections.SetFunctions;
import dev.ingot.lang.function.conversion.ConversionFunctions;
import dev.ingot.lang.function.crypto.CryptoFunctions;
import dev.ingot.lang.function.encoding.EncodingFunctions;
import dev.ingot.lang.function.filesystem.FilesystemFunctions;
import dev.ingot.lang.function.network.NetworkFunctions;
import dev.ingot.lang.function.numbers.NumberFunctions;
import dev.ingot.lang.function.packer.PackerFunctions;
import dev.ingot.lang.function.strings.StringFunctions;
import dev.ingot.lang.function.time.TimeFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All functions of the language by name, also as {@code core::NAME}. The class of a subject is
 * loaded when one of its functions is first used. A new function needs a word here and a case in
 * its subject's class.
 */
public final class FunctionTable implements Scope.Functions {
  private enum Subject {
    STRINGS(
        "chomp endswith format formatlist indent join lower regex regexall replace split"
            + " startswith strcontains strrev substr title trim trimprefix trimspace trimsuffix"
            + " upper"),
    COLLECTIONS(
        "alltrue anytrue chunklist coalesce coalescelist compact concat contains distinct element"
            + " flatten index keys length list lookup map matchkeys merge one range reverse slice"
            + " sort sum transpose values zipmap"),
    SETS("setintersection setproduct setsubtract setunion"),
    NUMBERS("abs ceil floor log max min parseint pow signum"),
    ENCODING(
        "base64decode base64encode base64gunzip base64gzip csvdecode jsondecode jsonencode"
            + " textdecodebase64 textencodebase64 urldecode urlencode yamldecode yamlencode"),
    NETWORK("cidrcontains cidrhost cidrnetmask cidrsubnet cidrsubnets"),
    TIME("formatdate plantimestamp timeadd timecmp timestamp"),
    FILESYSTEM(
        "abspath basename dirname file filebase64 filebase64sha256 filebase64sha512 fileexists"
            + " filemd5 fileset filesha1 filesha256 filesha512 pathexpand templatefile"),
    CRYPTO("base64sha256 base64sha512 bcrypt md5 rsadecrypt sha1 sha256 sha512 uuid uuidv5"),
    CONVERSION(
        "can ephemeralasnull issensitive nonsensitive sensitive templatestring tobool"
            + " tolist tomap tonumber toset tostring try"),
    TEMPLATE_STRINGS("regex_replace"),
    TEMPLATE_CRYPTO("uuidv4"),
    TEMPLATES(
        "aws_secretsmanager aws_secretsmanager_raw consul_key convert legacy_isotime"
            + " legacy_strftime rfc3339_parse unix_timestamp_parse vault");

    private final String names;

    Subject(String names) {
      this.names = names;
    }
  }

  private final Map<String, Subject> subjects;
  private final ConcurrentHashMap<String, Scope.Function> loaded = new ConcurrentHashMap<>();

  private FunctionTable(Map<String, Subject> subjects) {
    this.subjects = subjects;
  }

  /** The functions of configurations. */
  public static FunctionTable standard() {
    Map<String, Subject> subjects = new HashMap<>(256);
    for (Subject subject : Subject.values()) {
      switch (subject) {
        case STRINGS,
            COLLECTIONS,
            SETS,
            NUMBERS,
            ENCODING,
            NETWORK,
            TIME,
            FILESYSTEM,
            CRYPTO,
            CONVERSION ->
            add(subject, subjects);
        case TEMPLATE_STRINGS, TEMPLATE_CRYPTO, TEMPLATES -> {}
      }
    }
    return new FunctionTable(subjects);
  }

  /**
   * The functions of image templates: all of Packer's except {@code env}, which is only available
   * in defaults of variables, and those of configurations that Packer lacks.
   */
  public static FunctionTable packer() {
    FunctionTable table = standard().without("plantimestamp");
    add(Subject.TEMPLATE_STRINGS, table.subjects);
    add(Subject.TEMPLATE_CRYPTO, table.subjects);
    add(Subject.TEMPLATES, table.subjects);
    return table;
  }

  private static void add(Subject subject, Map<String, Subject> subjects) {
    int start = 0;
    String names = subject.names;
    while (start < names.length()) {
      int end = names.indexOf(' ', start);
      end = end < 0 ? names.length() : end;
      subjects.put(names.substring(start, end), subject);
      start = end + 1;
    }
  }

  /** The same without some functions, for places where they make no sense. */
  public FunctionTable without(String... names) {
    Map<String, Subject> fewer = new HashMap<>(subjects);
    for (String name : names) {
      fewer.remove(name);
    }
    return new FunctionTable(fewer);
  }

  @Override
  public Optional<Scope.Function> find(String name) {
    String plain = FunctionSpec.plainName(name);
    Scope.Function function = loaded.get(plain);
    if (function != null) {
      return Optional.of(function);
    }
    Subject subject = subjects.get(plain);
    return subject == null
        ? Optional.empty()
        : Optional.of(loaded.computeIfAbsent(plain, missing -> load(subject, missing)));
  }

  private static Scope.Function load(Subject subject, String name) {
    return switch (subject) {
      case STRINGS, TEMPLATE_STRINGS -> StringFunctions.named(name);
      case COLLECTIONS -> CollectionFunctions.named(name);
      case SETS -> SetFunctions.named(name);
      case NUMBERS -> NumberFunctions.named(name);
      case ENCODING -> EncodingFunctions.named(name);
      case NETWORK -> NetworkFunctions.named(name);
      case TIME -> TimeFunctions.named(name);
      case FILESYSTEM -> FilesystemFunctions.named(name);
      case CRYPTO, TEMPLATE_CRYPTO -> CryptoFunctions.named(name);
      case CONVERSION -> ConversionFunctions.named(name);
      case TEMPLATES -> PackerFunctions.named(name);
    };
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(subjects.keySet());
    names.sort(null);
    return names;
  }
}
