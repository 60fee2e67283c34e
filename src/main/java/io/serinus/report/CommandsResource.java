package io.serinus.report;

import io.serinus.release.AccessReview;
import io.serinus.release.AccessReview.Answer;
import io.serinus.release.Command;
import io.serinus.release.CommandWriter;
import io.serinus.release.CommandWriter.Result;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import io.serinus.release.Trigger;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Commands to releases. Every replica takes them: they are written into the annotation that the leader reads. Who somebody is
 * stands in a header that no browser sends by itself, a body of JSON is none that another site's form could send, and what a
 * browser sends on another site's behalf is refused.
 */
@Singleton
@Path("/api/v1/releases/{namespace}/{name}/commands")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
class CommandsResource {
    /** Whoever is not known yet must not keep the API server busy. */
    private static final int REVIEWS_AT_ONCE = 8;

    private static final int COMMANDS_AT_ONCE = 10;
    private static final Duration ONE_MORE = Duration.ofSeconds(6);
    private static final int USERS = 1000;

    private final ReleaseStore store;
    private final AccessReview access;
    private final CommandWriter writer;
    private final InstantSource clock;
    private final FailedTokens failed;
    private final RateLimit limit = new RateLimit(COMMANDS_AT_ONCE, ONE_MORE, USERS);
    private final Semaphore reviews = new Semaphore(REVIEWS_AT_ONCE);

    CommandsResource(ReleaseStore store, AccessReview access, Router router, InstantSource clock, FailedTokens failed) {
        this.store = store;
        this.access = access;
        this.writer = new CommandWriter(router);
        this.clock = clock;
        this.failed = failed;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @ChecksAccessItself
    public RestResponse<CommandDocument> command(
            @Context HttpHeaders headers,
            @Context HttpServerRequest connection,
            String namespace,
            String name,
            byte[] body)
            throws ProblemException {
        var id = new ReleaseId(namespace, name);
        var attempt = new Attempt();
        try {
            CommandDocument accepted = accept(attempt, id, headers, address(connection), body);
            AuditLog.note(attempt.user, id, attempt.what, 202, "accepted");
            return RestResponse.ResponseBuilder.<CommandDocument>create(RestResponse.Status.ACCEPTED)
                    .entity(accepted)
                    .location(URI.create(accepted.links().self()))
                    .build();
        } catch (ProblemException e) {
            AuditLog.note(
                    attempt.user,
                    id,
                    attempt.what,
                    e.problem().status(),
                    e.problem().title());
            throw e;
        }
    }

    /** What is known of a request so far. */
    private static final class Attempt {
        private String user = "";
        private String what = "";
    }

    private CommandDocument accept(
            Attempt attempt, ReleaseId id, HttpHeaders headers, String address, byte @Nullable [] body)
            throws ProblemException {
        if (isCrossSite(headers)) {
            throw CommandProblems.crossSite();
        }
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (!isJson(contentType)) {
            throw CommandProblems.notJson(contentType);
        }
        String token = BearerToken.of(headers.getHeaderString(HttpHeaders.AUTHORIZATION));
        attempt.user = user(attempt, token, id, address);
        CommandRequest request = CommandRequest.parse(body == null ? new byte[0] : body);
        Command command = request.by(attempt.user);
        attempt.what = command.text();
        Release release = release(id);
        try {
            Result result = writer.write(
                    id.namespace(),
                    release.request().virtualService(),
                    release.request().canary(),
                    command);
            String text = switch (result) {
                case Result.Written(String written) -> written;
                case Result.NotWritten not ->
                    throw CommandProblems.of(not, id, release.request().virtualService());
            };
            return new CommandDocument(
                    id.namespace(),
                    id.name(),
                    release.request().virtualService(),
                    text,
                    attempt.user,
                    ReleaseDocuments.links(release));
        } catch (RoutingException e) {
            throw CommandProblems.notWritten(release.request().virtualService());
        }
    }

    /** Who may command the release; a token is never kept nor logged. */
    private String user(Attempt attempt, String token, ReleaseId id, String address) throws ProblemException {
        if (failed.isSpent(address, token)) {
            throw new ProblemException(FailedTokens.problem());
        }
        if (!reviews.tryAcquire()) {
            throw CommandProblems.busy();
        }
        Answer answer;
        try {
            answer = access.review(token, id);
        } finally {
            reviews.release();
        }
        failed.note(address, token, answer);
        Optional<String> user = switch (answer) {
            case Answer.Allowed(String name) -> Optional.of(name);
            case Answer.Denied(String name, String _) -> Optional.of(name);
            case Answer.Unknown _, Answer.Unanswered _, Answer.Unsupported _ -> Optional.empty();
        };
        attempt.user = user.orElse("");
        if (user.isPresent() && !limit.allows(user.get(), clock.instant())) {
            throw CommandProblems.tooMany(COMMANDS_AT_ONCE, ONE_MORE);
        }
        return switch (answer) {
            case Answer.Allowed(String name) -> name;
            case Answer.Denied(String _, String sentence) -> throw CommandProblems.forbidden(sentence);
            case Answer.Unknown(String sentence) -> throw CommandProblems.unknown(sentence);
            case Answer.Unanswered(String sentence) -> throw CommandProblems.unanswered(sentence);
            case Answer.Unsupported(String sentence) -> throw CommandProblems.unsupported(sentence);
        };
    }

    /** The release, if it is the one that a command to its VirtualService would reach. */
    private Release release(ReleaseId id) throws ProblemException {
        Release release = store.all().stream()
                .filter(found -> found.id().equals(id))
                .findAny()
                .orElseThrow(() -> new ProblemException(Problem.notFound(id.namespace(), id.name())));
        Optional<Release> newest = Trigger.latest(store.all().stream()
                .filter(other -> other.id().namespace().equals(id.namespace())
                        && other.request()
                                .virtualService()
                                .equals(release.request().virtualService()))
                .toList());
        if (newest.isPresent() && !newest.get().id().equals(id)) {
            throw CommandProblems.outdated(
                    id, newest.get().id(), release.request().virtualService());
        }
        return release;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            return MediaType.APPLICATION_JSON_TYPE.isCompatible(MediaType.valueOf(contentType))
                    && contentType.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCrossSite(HttpHeaders headers) {
        return CrossSite.is(
                headers.getHeaderString("Sec-Fetch-Site"),
                headers.getHeaderString("Origin"),
                headers.getHeaderString(HttpHeaders.HOST),
                headers.getHeaderString("X-Forwarded-Host"));
    }

    private static String address(HttpServerRequest connection) {
        SocketAddress peer = connection.remoteAddress();
        return peer == null ? "" : peer.hostAddress();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> refuse(ProblemException e) {
        int status = e.problem().status();
        // By its number: not every one of ours is among the named ones.
        var answer = RestResponse.ResponseBuilder.ok(e.problem()).status(status).type(Problem.MEDIA_TYPE);
        if (status == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, BearerToken.CHALLENGE);
        } else if (status == 429 || status == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, ONE_MORE.toSeconds());
        }
        return answer.build();
    }
}
