package io.serinus.prometheus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and keys as they lie in Kubernetes' Secrets. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");
    private static final char[] NO_PASSWORD = {};

    private Pem() {}

    /** Who trusts these authorities only. */
    static TrustManager[] trusting(Path caFile, String text) throws UnusableFileException {
        List<Certificate> authorities = certificates("ca-file", caFile, text);
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFileException("ca-file is " + caFile + ", which the Java runtime does not accept");
        }
    }

    /** Who shows this certificate. */
    static KeyManager[] showing(Path certFile, String certText, Path keyFile, String keyText)
            throws UnusableFileException {
        List<Certificate> chain = certificates("cert-file", certFile, certText);
        PrivateKey key = key(keyFile, keyText);
        if (!belongTogether(key, chain.getFirst())) {
            throw new UnusableFileException("key-file is " + keyFile + ", which is not the key of the certificate in "
                    + certFile + "; expected the two to be made together");
        }
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFileException("cert-file is " + certFile + ", which the Java runtime does not accept");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<Certificate> certificates(String option, Path file, String text) throws UnusableFileException {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> found =
                    factory
                            .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!found.isEmpty()) {
                return List.copyOf(found);
            }
        } catch (CertificateException _) {
            // The same answer as for a file without any.
        }
        throw new UnusableFileException(
                option + " is " + file + "; expected certificates in PEM: -----BEGIN CERTIFICATE-----, and so on");
    }

    private static PrivateKey key(Path file, String text) throws UnusableFileException {
        Matcher block = BLOCK.matcher(text);
        String others = "";
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return pkcs8(file, decoded(file, block.group(2)));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> others = block.group(1);
                default -> {
                    // Certificates and parameters may stand beside the key.
                }
            }
        }
        if (others.isEmpty() && text.contains("Proc-Type: 4,ENCRYPTED")) {
            others = "encrypted";
        }
        throw new UnusableFileException("key-file is " + file + "; expected a key in PEM as PKCS #8 without a password:"
                + " -----BEGIN PRIVATE KEY-----"
                + (others.isEmpty()
                        ? ""
                        : ", found -----BEGIN " + others
                                + "-----; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD.key -out NEW.key"));
    }

    private static byte[] decoded(Path file, String base64) throws UnusableFileException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new UnusableFileException(
                    "key-file is " + file + ", whose key is broken: it is not base64 to its end; write the file anew");
        }
    }

    private static PrivateKey pkcs8(Path file, byte[] encoded) throws UnusableFileException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException _) {
                // Of another kind.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new UnusableFileException("key-file is " + file + ", whose key is broken or neither RSA, EC nor EdDSA");
    }

    private static boolean belongTogether(PrivateKey key, Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        byte[] probe = "serinus".getBytes(StandardCharsets.US_ASCII);
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            byte[] signed = signing.sign();
            var checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(probe);
            return checking.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
