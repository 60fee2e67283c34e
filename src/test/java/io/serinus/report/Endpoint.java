package io.serinus.report;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every method of ours that answers HTTP requests.
 *
 * @param verb such as GET
 * @param path with its templates, such as {@code /api/v1/releases/{namespace}}
 */
record Endpoint(String verb, String path, Method method) {

    /** All there are, found in the classes themselves. */
    static List<Endpoint> all() {
        var found = new ArrayList<Endpoint>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.serinus")) {
            for (Method method :
                    type.isAnnotatedWith(Path.class) ? type.reflect().getDeclaredMethods() : new Method[0]) {
                Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(verb -> verb != null)
                        .forEach(verb -> found.add(new Endpoint(verb.value(), path(method), method)));
            }
        }
        return found;
    }

    private static String path(Method method) {
        String base = method.getDeclaringClass().getAnnotation(Path.class).value();
        Path own = method.getAnnotation(Path.class);
        return ("/" + base + "/" + (own == null ? "" : own.value()))
                .replaceAll("/+", "/")
                .replaceAll("(?<=.)/$", "");
    }

    /** With something for each template. */
    String example() {
        return path.replaceAll("\\{namespace}", "shop")
                .replaceAll("\\{name}", "cart-1")
                .replaceAll("\\{[^}]*}", "x");
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
