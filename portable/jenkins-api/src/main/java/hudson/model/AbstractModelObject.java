package hudson.model;

import hudson.search.Search;
import hudson.search.SearchIndex;
import hudson.search.SearchableModelObject;

public abstract class AbstractModelObject implements SearchableModelObject {
    public AbstractModelObject() {}

    @Override
    public Search getSearch() {
        throw new UnsupportedOperationException();
    }

    @Override
    public final SearchIndex getSearchIndex() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getSearchName() {
        throw new UnsupportedOperationException();
    }
}
