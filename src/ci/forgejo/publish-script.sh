export GIT_AUTHOR_NAME=rozcestnik GIT_COMMITTER_NAME=rozcestnik
export GIT_AUTHOR_EMAIL=rozcestnik@localhost GIT_COMMITTER_EMAIL=rozcestnik@localhost
export GIT_INDEX_FILE="$PWD/.git/pages-index"
rm -f "$GIT_INDEX_FILE"
git --git-dir=.git --work-tree=public add --all --force .
commit=$(git commit-tree "$(git write-tree)" -m "$SUBJECT $GITHUB_SHA")
git push --force origin "$commit:refs/heads/pages"
