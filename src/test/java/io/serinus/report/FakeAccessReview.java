package io.serinus.report;

import io.serinus.release.AccessReview;
import io.serinus.release.Reading;
import io.serinus.release.ReleaseId;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Knows users by their tokens; each may command the releases of one namespace. */
@Alternative
@Singleton
public class FakeAccessReview implements AccessReview {
    private final Map<String, User> users = new ConcurrentHashMap<>();

    /** Where set, the answer to everybody. */
    @Nullable
    volatile Answer always;

    record User(String name, String namespace) {}

    /** Who has the right to {@code list} or the one to {@code get} only; all others have both. */
    private final Map<String, Right> rights = new ConcurrentHashMap<>();

    enum Right {
        LIST,
        GET
    }

    void has(String token, Right only) {
        rights.put(token, only);
    }

    void knows(String token, String name, String namespace) {
        users.put(token, new User(name, namespace));
    }

    /** How often it was asked who may read. */
    final AtomicInteger readings = new AtomicInteger();

    /** Whoever knows the namespace {@code *} may read all. */
    @Override
    public Answer reviewReading(String token, Reading reading) {
        readings.incrementAndGet();
        Answer fixed = always;
        if (fixed != null) {
            return fixed;
        }
        User user = users.get(token);
        if (user == null) {
            return new Answer.Unknown("Nobody knows the token.");
        }
        Right asked = reading.name().isPresent() ? Right.GET : Right.LIST;
        return user.namespace().equals(reading.namespace().orElse("*")) && rights.getOrDefault(token, asked) == asked
                ? new Answer.Allowed(user.name())
                : new Answer.Denied(user.name(), user.name() + " may not see it.");
    }

    @Override
    public Answer review(String token, ReleaseId release) {
        Answer fixed = always;
        if (fixed != null) {
            return fixed;
        }
        User user = users.get(token);
        if (user == null) {
            return new Answer.Unknown("Nobody knows the token.");
        }
        return user.namespace().equals(release.namespace())
                ? new Answer.Allowed(user.name())
                : new Answer.Denied(user.name(), user.name() + " may not.");
    }
}
