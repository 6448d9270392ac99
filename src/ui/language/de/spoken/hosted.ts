/** What is said of hosted providers; a part of `../spoken.ts`. */
const de: Record<string, string> = {
  // Hosted providers
  'The part of the page that talks to hosted models could not start; reload the page and add the key again.':
    'Der Teil der Seite, der mit gehosteten Modellen spricht, konnte nicht starten. Bitte die Seite neu laden und den Schlüssel neu eingeben.',
  'The answer of {0} was cut off or holds no picture, and it may be billed; look at your usage there before you send again.':
    'Die Antwort von {0} brach ab oder enthält kein Bild und kann berechnet werden. Bitte dort die Nutzung ansehen, bevor noch einmal gesendet wird.',
  'There is no answer from {0} that this page may read: the connection failed, or the host refuses calls from web pages. It may be billed if it arrived; look at your usage before you send again.':
    'Von {0} kam keine Antwort, die diese Seite lesen darf: Die Verbindung brach ab, oder der Server lehnt Aufrufe von Webseiten ab. Kam die Anfrage an, kann sie berechnet werden; bitte die Nutzung ansehen, bevor noch einmal gesendet wird.',
  'There is no answer from {0} that this page may read; see that the practice server runs: npm run mock:hosted.':
    'Von {0} kam keine Antwort, die diese Seite lesen darf. Bitte nachsehen, ob der Übungsserver läuft: npm run mock:hosted.',
  'This computer is offline, so nothing was sent; connect and send again, or use the local models.':
    'Dieser Rechner ist offline, gesendet wurde nichts. Bitte verbinden und noch einmal senden oder die lokalen Modelle nutzen.',
  'Your account at {0} has no credit left; add some there. Sending again will not help before that.':
    'Ihr Konto bei {0} hat kein Guthaben mehr; bitte dort aufladen. Vorher hilft erneutes Senden nicht.',
  '{0} did not finish within {1} seconds and may bill it all the same; look at your usage there before you send again.':
    '{0} wurde in {1} Sekunden nicht fertig und kann es trotzdem berechnen. Bitte dort die Nutzung ansehen, bevor noch einmal gesendet wird.',
  '{0} does not accept this key; copy it again from your account there, or make a new one.':
    '{0} nimmt diesen Schlüssel nicht an; bitte noch einmal aus dem Konto dort kopieren oder einen neuen anlegen.',
  '{0} does not know this model or address; choose another one.':
    '{0} kennt dieses Modell oder diese Adresse nicht; bitte anders wählen.',
  '{0} does not let this key do this; allow it images in your account there, or check that your country is served.':
    '{0} erlaubt diesem Schlüssel das nicht. Bitte ihm im Konto dort Bilder erlauben oder prüfen, ob Ihr Land bedient wird.',
  '{0} does not take this request; change the prompt, the model or the picture.':
    '{0} nimmt diese Anfrage nicht an; bitte Prompt, Modell oder Bild ändern.',
  '{0} failed at its end and may have billed it all the same; look at your usage there before you send again.':
    'Bei {0} ist etwas schiefgegangen, berechnet sein kann es trotzdem. Bitte dort die Nutzung ansehen, bevor noch einmal gesendet wird.',
  '{0} had too many requests from this key; wait {1} and send again. Nothing was billed.':
    '{0} hatte zu viele Anfragen von diesem Schlüssel. Bitte {1} warten und noch einmal senden. Berechnet wurde nichts.',
  'a minute': 'eine Minute',
  '{0} seconds': '{0} Sekunden',
  '{0} wants your organization verified before it makes pictures; do that in its settings, or choose another model.':
    '{0} will Ihre Organisation bestätigt haben, bevor es Bilder erzeugt. Bitte dort in den Einstellungen erledigen oder ein anderes Modell wählen.',
  '{0}’s safety system refused this; say in the prompt more plainly what the picture is, such as a microCT slice of rock.':
    'Die Sicherheitsprüfung von {0} hat das abgelehnt. Bitte im Prompt deutlicher sagen, was das Bild ist, etwa ein microCT-Schnitt eines Gesteins.',
  '{0}’s safety system refused this after it was accepted, and it may be billed; say in the prompt more plainly what the picture is, such as a microCT slice of rock.':
    'Die Sicherheitsprüfung von {0} hat das nach der Annahme abgelehnt, und es kann berechnet werden. Bitte im Prompt deutlicher sagen, was das Bild ist, etwa ein microCT-Schnitt eines Gesteins.',
  'This page came over plain http, where browsers lock nothing; open it over https, or keep the key for this visit only.':
    'Diese Seite kam über einfaches http, wo Browser nichts verschließen; bitte über https öffnen oder den Schlüssel nur für diesen Besuch behalten.',
  'Hugging Face does not serve {0} now; choose another model. Nothing was billed.':
    'Hugging Face bedient {0} zurzeit nicht; bitte ein anderes Modell wählen. Berechnet wurde nichts.',
  'Leave passwords, “?” and “#” out of the address; the key goes into its own field.':
    'Passwörter, „?“ und „#“ gehören nicht in die Adresse; der Schlüssel hat ein eigenes Feld.',
  'This copy of the page may not reach {0}; use a server on this computer, or have the page built with SPECIMEN_HOSTED_ORIGINS="{1}".':
    'Diese Kopie der Seite darf {0} nicht erreichen. Bitte einen Server auf diesem Rechner nehmen oder die Seite mit SPECIMEN_HOSTED_ORIGINS="{1}" bauen lassen.',
  'Write the whole address of the server, such as http://localhost:8788.':
    'Bitte die ganze Adresse des Servers eingeben, etwa http://localhost:8788.',
  'Mask the part that shall change; a masked edit needs one.':
    'Bitte den Teil maskieren, der sich ändern soll; ohne Maske geht diese Bearbeitung nicht.',
  'The picture is {0}×{1} px, and hosted models take no more than 3:1; choose a part of it that is less long.':
    'Das Bild hat {0}×{1} px, und gehostete Modelle nehmen höchstens 3:1; bitte einen weniger langen Teil wählen.',
  'Write what the picture shall show; this model needs words.':
    'Bitte schreiben, was das Bild zeigen soll; dieses Modell braucht Worte.',
  'Browsers encrypt on https pages only; open this page over https, or keep the key in memory.':
    'Browser verschlüsseln nur auf https-Seiten. Bitte diese Seite über https öffnen oder den Schlüssel im Speicher lassen.',
  'The key does not open with this passphrase; try again, or forget the key and add it anew.':
    'Mit diesem Passwort öffnet sich der Schlüssel nicht. Bitte noch einmal versuchen oder den Schlüssel vergessen und neu hinzufügen.',
  'The request ended for a reason that the page does not know, and it may be billed; look at your usage before you send again.':
    'Die Anfrage endete aus einem Grund, den die Seite nicht kennt, und kann berechnet werden. Bitte die Nutzung ansehen, bevor noch einmal gesendet wird.',
  'The address of {0} has changed since this was prepared, so nothing was sent; look again at what will be sent.':
    'Die Adresse von {0} ist eine andere als bei der Vorbereitung, gesendet wurde deshalb nichts. Bitte noch einmal ansehen, was gesendet wird.',
  'The key could not be deleted from this browser; close other tabs with this page and try again, or delete the data of this site in the browser.':
    'Der Schlüssel ließ sich nicht aus diesem Browser löschen. Bitte andere Tabs mit dieser Seite schließen und noch einmal versuchen oder die Daten dieser Website im Browser löschen.',
  'There is no open key for {0}; add or unlock it in Settings.':
    'Für {0} ist kein Schlüssel offen; bitte in den Einstellungen hinzufügen oder entsperren.',

  // What is known about them
  'The price of gpt-image-2 at 1024×1024; a picture that is sent is billed on top, $8 per million tokens.':
    'Der Preis von gpt-image-2 bei 1024×1024; ein gesendetes Bild wird zusätzlich berechnet, 8 $ je Million Tokens.',
  'From a secondary source. Every picture carries an invisible SynthID watermark in its pixels.':
    'Aus zweiter Quelle. Jedes Bild trägt in seinen Pixeln ein unsichtbares SynthID-Wasserzeichen.',
  'From text; a picture that is sent may be billed on top.':
    'Aus Text; ein gesendetes Bild kann zusätzlich berechnet werden.',
  'Five credits at a cent each, as listed in August 2025.':
    'Fünf Credits zu je einem Cent, laut Liste vom August 2025.',
  'Make a project key restricted to Images (and Models, read only, for the test), with a budget on the project.':
    'Einen Projektschlüssel anlegen, der auf Images beschränkt ist (und auf Models, nur lesend, für die Prüfung), mit einem Budget für das Projekt.',
  'Make a key of scope API, not Admin, and load little credit.':
    'Einen Schlüssel mit Umfang API anlegen, nicht Admin, und wenig Guthaben laden.',
  'Make a fine-grained token that may only make calls to Inference Providers.':
    'Ein fein beschränktes Token anlegen, das nur Inference Providers aufrufen darf.',
  'Restrict the key to the Generative Language API and to this page’s address.':
    'Den Schlüssel auf die Generative Language API und die Adresse dieser Seite beschränken.',
  'Ask whoever runs the server; many take any key.': 'Wer den Server betreibt, weiß es; viele nehmen jeden Schlüssel.',
  'Make a token for this page alone.': 'Ein Token nur für diese Seite anlegen.',
  'Make a key for this page alone and load little credit.':
    'Einen Schlüssel nur für diese Seite anlegen und wenig Guthaben laden.',
  'Make a key for this page alone.': 'Einen Schlüssel nur für diese Seite anlegen.',
};
export default de;
