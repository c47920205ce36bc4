package io.elbowatch.lab.broker;

import io.elbowatch.testing.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that authenticates its clients and authorizes them by ACLs only. Its plain listener is for the administrator,
 * who may do everything.
 */
public final class SecuredBroker implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final Map<Door, Integer> ports;
    private final Admin admin;

    /** The listeners for clients. */
    public enum Door {
        /** TLS, then SCRAM-SHA-512 or OAUTHBEARER. */
        SASL("SASL_SSL"),
        /** TLS with a client certificate. */
        MUTUAL("SSL"),
        /** As above; the certificate of the broker has expired. */
        EXPIRED("SSL"),
        /** As above; the certificate of the broker is for another host. */
        ELSEWHERE("SSL");

        private final String protocol;

        Door(String protocol) {
            this.protocol = protocol;
        }
    }

    private SecuredBroker(EmbeddedBroker broker, Map<Door, Integer> ports) {
        this.broker = broker;
        this.ports = ports;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    public static SecuredBroker start(Certificates authority) {
        Map<Door, Integer> ports = freePorts();
        Map<Door, Certificates.Identity> identities = Map.of(
                Door.SASL, authority.issue("broker", "127.0.0.1"),
                Door.MUTUAL, authority.issue("broker", "127.0.0.1"),
                Door.EXPIRED, authority.expired("broker", "127.0.0.1"),
                Door.ELSEWHERE, authority.issue("broker", "kafka.example"));
        return new SecuredBroker(
                EmbeddedBroker.start(0, settings -> {
                    ports.forEach((door, port) -> open(settings, door, port, identities.get(door), authority));
                    settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
                    settings.setProperty(
                            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
                    settings.setProperty("super.users", "User:ANONYMOUS");
                }),
                ports);
    }

    private static void open(
            Properties settings, Door door, int port, Certificates.Identity identity, Certificates authority) {
        String address = "," + door + "://127.0.0.1:" + port;
        settings.merge("listeners", address, SecuredBroker::join);
        settings.merge("advertised.listeners", address, SecuredBroker::join);
        settings.merge("listener.security.protocol.map", "," + door + ":" + door.protocol, SecuredBroker::join);
        String prefix = "listener.name." + door.name().toLowerCase(Locale.ROOT) + ".";
        settings.setProperty(prefix + "ssl.keystore.type", "PEM");
        settings.setProperty(prefix + "ssl.keystore.certificate.chain", identity.certificate());
        settings.setProperty(prefix + "ssl.keystore.key", identity.key());
        if (door == Door.SASL) {
            String modules = "org.apache.kafka.common.security.";
            settings.setProperty(prefix + "sasl.enabled.mechanisms", "SCRAM-SHA-512,OAUTHBEARER");
            settings.setProperty(
                    prefix + "scram-sha-512.sasl.jaas.config", modules + "scram.ScramLoginModule required;");
            // Unsecured tokens: the broker accepts any name that a client gives.
            settings.setProperty(
                    prefix + "oauthbearer.sasl.jaas.config",
                    modules + "oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\";");
        } else {
            settings.setProperty(prefix + "ssl.truststore.type", "PEM");
            settings.setProperty(prefix + "ssl.truststore.certificates", authority.authority());
            settings.setProperty(prefix + "ssl.client.auth", "required");
            settings.setProperty(prefix + "ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
        }
    }

    private static Object join(Object before, Object after) {
        return before.toString() + after;
    }

    private static Map<Door, Integer> freePorts() {
        Map<Door, Integer> ports = new EnumMap<>(Door.class);
        List<ServerSocket> bound = new ArrayList<>();
        try {
            for (Door door : Door.values()) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                bound.add(socket);
                ports.put(door, socket.getLocalPort());
            }
            for (ServerSocket socket : bound) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of this listener. */
    public String bootstrapServers(Door door) {
        return "127.0.0.1:" + ports.get(door);
    }

    /** The address of the administrator's listener. */
    public String plain() {
        return broker.bootstrapServers();
    }

    public Admin admin() {
        return admin;
    }

    public void createTopics(Collection<String> names) {
        broker.createTopics(names.stream().collect(Collectors.toMap(name -> name, name -> 1)));
    }

    /** Sets the SCRAM-SHA-512 password of a user. */
    public void password(String user, String password) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all()
                .get();
    }

    /** One ACL. */
    public static AclBinding acl(
            String user, AclOperation operation, ResourceType type, String name, PatternType pattern) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    public void allow(Collection<AclBinding> acls) throws Exception {
        admin.createAcls(acls).all().get();
    }

    public void forbid(Collection<AclBinding> acls) throws Exception {
        admin.deleteAcls(acls.stream().map(AclBinding::toFilter).toList()).all().get();
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
