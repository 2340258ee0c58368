import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One OpenSearch node: SearchNode FOLDER NUMBER NODES PORT; it ends when it is told to. */
final class SearchNode extends Node {
    private static final int BETWEEN = 100; // the ports for people, and those for other nodes

    private SearchNode(Settings settings) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "node"),
            List.of(Netty4Plugin.class),
            false);
    }

    public static void main(String[] given) throws Exception {
        int number = Integer.parseInt(given[1]);
        int nodes = Integer.parseInt(given[2]);
        int port = Integer.parseInt(given[3]);
        SearchNode node = new SearchNode(settings(given[0], number, nodes, port));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, ended)));
        node.start();
        ended.await();
    }

    private static Settings settings(String folder, int number, int nodes, int port) {
        return Settings.builder()
            .put("cluster.name", "pullquote")
            .put("node.name", name(number))
            .put("path.home", folder + "/" + name(number))
            .put("network.host", "127.0.0.1")
            .put("http.port", port + number - 1)
            .put("transport.port", port + BETWEEN + number - 1)
            .putList("discovery.seed_hosts", every(nodes, n -> "127.0.0.1:" + (port + BETWEEN + n - 1)))
            .putList("cluster.initial_cluster_manager_nodes", every(nodes, SearchNode::name))
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    }

    private static List<String> every(int nodes, java.util.function.IntFunction<String> text) {
        return IntStream.rangeClosed(1, nodes).mapToObj(text).collect(Collectors.toList());
    }

    private static String name(int number) {
        return "node" + number;
    }

    private static void close(SearchNode node, CountDownLatch ended) {
        try {
            node.close();
        } catch (java.io.IOException error) {
            error.printStackTrace();
        } finally {
            ended.countDown();
        }
    }
}
