package dev.ingot.deploy.stored;

import dev.ingot.deploy.CheckResult;
import dev.ingot.state.RawJson;
import dev.ingot.state.format.JsonText;
import java.util.List;
import java.util.Locale;

/** The results of conditions, in the form of state format 4. */
public final class CheckResultsJson {
  private CheckResultsJson() {}

  /** The field {@code check_results}; null where there are no conditions. */
  public static RawJson of(List<CheckResult> results) {
    if (results.isEmpty()) {
      return RawJson.NULL;
    }
    StringBuilder out = new StringBuilder("[");
    for (CheckResult result : results) {
      if (out.length() > 1) {
        out.append(',');
      }
      out.append("{\"object_kind\":");
      JsonText.quote(result.kind().equals("output_value") ? "output" : result.kind(), out);
      out.append(",\"config_addr\":");
      JsonText.quote(result.address(), out);
      status(result.status(), out);
      out.append(",\"objects\":");
      objects(result.objects(), out);
      out.append('}');
    }
    return new RawJson(out.append(']').toString());
  }

  private static void objects(List<CheckResult.Instance> objects, StringBuilder out) {
    if (objects.isEmpty()) {
      out.append("null");
      return;
    }
    String separator = "[";
    for (CheckResult.Instance object : objects) {
      out.append(separator).append("{\"object_addr\":");
      JsonText.quote(object.address(), out);
      status(object.status(), out);
      if (!object.failures().isEmpty()) {
        String before = ",\"failure_messages\":[";
        for (String failure : object.failures()) {
          out.append(before);
          JsonText.quote(failure, out);
          before = ",";
        }
        out.append(']');
      }
      out.append('}');
      separator = ",";
    }
    out.append(']');
  }

  private static void status(CheckResult.Status status, StringBuilder out) {
    out.append(",\"status\":");
    JsonText.quote(status.name().toLowerCase(Locale.ROOT), out);
  }
}
