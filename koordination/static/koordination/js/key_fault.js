// Says in the page what a browser otherwise only writes to its console.
document.addEventListener("allauth.error", (event) => {
  const fault = document.getElementById("key-fault");
  if (!fault) return;
  event.preventDefault();
  fault.hidden = false;
});
