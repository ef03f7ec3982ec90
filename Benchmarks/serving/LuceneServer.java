import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.*;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene behind the HTTP server of the JDK, for comparison with `xunwen serve`.
 *
 * <p>LuceneServer index WORK FOLDER; LuceneServer serve FOLDER PORT. See serving.py.
 */
public class LuceneServer {
  static final Analyzer ANALYZER = new WhitespaceAnalyzer();

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("index")) {
      index(Path.of(arguments[1]), Path.of(arguments[2]));
    } else {
      serve(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    }
  }

  static void index(Path work, Path folder) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256);
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config);
        BufferedReader rows = Files.newBufferedReader(work.resolve("corpus.tsv"));
        BufferedReader words = Files.newBufferedReader(work.resolve("corpus.tok"))) {
      String row;
      while ((row = rows.readLine()) != null) {
        String[] facts = row.split("\t", 5);
        Document document = new Document();
        for (int i = 0; i < 4; i++) {
          document.add(new StoredField(new String[] {"id", "date", "source", "title"}[i], facts[i]));
        }
        document.add(new TextField("text", words.readLine(), Store.YES));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  static void serve(Path folder, int port) throws IOException {
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(folder)));
    searcher.setQueryCache(null);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext("/search", exchange -> answer(exchange, searcher));
    server.start();
  }

  static void answer(HttpExchange exchange, IndexSearcher searcher) throws IOException {
    String query = exchange.getRequestURI().getRawQuery().substring(2);
    byte[] body = search(searcher, URLDecoder.decode(query, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream output = exchange.getResponseBody()) {
      output.write(body);
    }
  }

  static Query query(String text) {
    if (text.startsWith("\"")) {
      PhraseQuery.Builder phrase = new PhraseQuery.Builder();
      for (String word : text.substring(1, text.length() - 1).split(" ")) phrase.add(new Term("text", word));
      return phrase.build();
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : text.split(" ")) {
      all.add(new TermQuery(new Term("text", word)), BooleanClause.Occur.MUST);
    }
    return all.build();
  }

  static String search(IndexSearcher searcher, String text) throws IOException {
    TopDocs found = searcher.search(query(text), TopScoreDocCollector.createSharedManager(10, null, Integer.MAX_VALUE));
    StringBuilder json = new StringBuilder("{\"total\":").append(found.totalHits.value).append(",\"hits\":[");
    for (int i = 0; i < found.scoreDocs.length; i++) {
      Document document = searcher.storedFields().document(found.scoreDocs[i].doc);
      json.append(i == 0 ? "{" : ",{").append("\"score\":").append(found.scoreDocs[i].score);
      for (String name : new String[] {"id", "date", "source", "title"}) {
        append(json.append(','), name, document.get(name));
      }
      // The start of the text: a highlighter would take longer.
      String words = document.get("text");
      append(json.append(','), "snippet", words.substring(0, Math.min(160, words.length())));
      json.append('}');
    }
    return json.append("]}").toString();
  }

  static void append(StringBuilder json, String name, String text) {
    json.append('"').append(name).append("\":\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') json.append('\\');
      json.append(c < ' ' ? ' ' : c);
    }
    json.append('"');
  }
}
