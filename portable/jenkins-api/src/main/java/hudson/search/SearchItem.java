package hudson.search;

public interface SearchItem {
    SearchIndex getSearchIndex();

    String getSearchName();

    String getSearchUrl();
}
