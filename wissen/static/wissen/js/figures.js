// The button "Kennzahl einsetzen" of the text editor, and the mark on the names of figures that stand in a text.
// What is inserted is text: the name in braces (docs/adr/0018).
(() => {
  const { draftail, DraftJS, React } = window;
  const { EditorState, Modifier } = DraftJS;
  // As pages/placeholders.py and wissen/figures.py read it.
  const NAME = /\{([a-z][a-z0-9_]{1,59})(?:\/\d{1,4})?(?:@\d{4}-\d\d-\d\d)?\}/g;

  const focusSearch = (modal) => modal.body.find('input[type=search]').get(0)?.focus();

  const onload = {
    choose(modal) {
      // Wagtail's dialogue has no name of its own.
      modal.container.attr('aria-label', modal.body.find('h1').text().trim());
      modal.ajaxifyForm(modal.body.find('form'));
      modal.body.find('[data-figure]').on('click', (event) => {
        modal.respond('figureChosen', event.currentTarget.dataset.figure);
      });
      // The dialogue takes the focus itself once it stands there; after a search it stands there already.
      modal.container.one('shown.bs.modal', () => {
        modal.container.attr('aria-modal', 'true');
        focusSearch(modal);
      });
      // An answer that comes after the dialogue was closed would open it again, below a veil that nothing lifts.
      modal.container.one('hide.bs.modal', () => {
        modal.loadBody = () => {};
      });
      focusSearch(modal);
    },
  };

  class FigureSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      const responses = { figureChosen: (key) => this.insert(key) };
      return { url: this.props.entityType.chooserUrls.figure, urlParams: {}, onload, responses };
    }

    filterEntityData() {
      return {};
    }

    insert(key) {
      const { editorState, onComplete } = this.props;
      const style = editorState.getCurrentInlineStyle();
      const content = editorState.getCurrentContent();
      const changed = Modifier.replaceText(content, editorState.getSelection(), `{${key}}`, style);
      this.workflow.close();
      onComplete(EditorState.push(editorState, changed, 'insert-characters'));
    }
  }

  let told;

  // Asked once for a page of the CMS; without an answer the names stand there unmarked.
  const figures = () => {
    told ??= fetch(`${window.wagtailConfig.ADMIN_URLS.PAGES}../wissen/kennzahlen/werte/`)
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    return told;
  };

  class FigureName extends React.Component {
    constructor(props) {
      super(props);
      this.state = { figures: null };
    }

    componentDidMount() {
      this.isShown = true;
      figures().then((found) => this.isShown && this.setState({ figures: found }));
    }

    componentWillUnmount() {
      this.isShown = false;
    }

    render() {
      const { children, decoratedText } = this.props;
      if (!this.state.figures) {
        return React.createElement('span', null, children);
      }
      const { values, unknown } = this.state.figures;
      const key = decoratedText.match(/[a-z][a-z0-9_]*/)[0];
      const isKnown = Object.hasOwn(values, key);
      const className = isKnown ? 'wissen-figure' : 'wissen-figure wissen-figure--unknown';
      return React.createElement('span', { className, title: isKnown ? values[key] : unknown }, children);
    }
  }

  const strategy = (block, mark) => {
    for (const found of block.getText().matchAll(NAME)) {
      mark(found.index, found.index + found[0].length);
    }
  };

  draftail.registerPlugin({ type: 'FIGURE', source: FigureSource }, 'entityTypes');
  draftail.registerPlugin({ type: 'FIGURE_NAME', strategy, component: FigureName }, 'decorators');
})();
