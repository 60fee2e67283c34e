package io.serinus.prometheus;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** How a connection failed, in words. */
final class BrokenConnection {
    private BrokenConnection() {}

    static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnresolvedAddressException _ -> {
                    return "the host's name cannot be resolved";
                }
                case SSLException _ -> {
                    return "the secure connection was not accepted";
                }
                case HttpTimeoutException _ -> {
                    return "connecting took too long";
                }
                case ProtocolException _ -> {
                    return "what came is not HTTP";
                }
                case EOFException _ -> {
                    return "it was closed before an answer came";
                }
                case ConnectException e
                when !isUnresolved(e) -> {
                    return "it was refused, or there is no way to the host";
                }
                case SocketException e
                when !(e instanceof ConnectException) -> {
                    return "it was reset";
                }
                default -> {}
            }
        }
        return "it broke off";
    }

    private static boolean isUnresolved(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
